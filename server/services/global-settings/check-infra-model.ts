import type { InfraModel } from "@/lib/contracts/global-setting";
import { checkModel, type KnownModel } from "./check-global-setting";

/** Why a model can't do a named job, null where it can. Pure. */
export function checkInfraModel({ providerId, modelId }: InfraModel, catalog: readonly KnownModel[]): string | null {
  const known = catalog.find((each) => each.provider === providerId && each.modelId === modelId);
  const reasons: string[] = [];
  checkModel(`${providerId}/${modelId}`, known, (_, reason) => reasons.push(reason));
  if (known && known.type !== "llm")
    reasons.push(`"${modelId}" is of type ${known.type}, and the job needs a chat model.`);
  return reasons[0] ?? null;
}
