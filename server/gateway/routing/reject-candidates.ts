import { AppError } from "@/lib/contracts/errors";
import type { Candidate, Resolution } from "./resolve-model";

/** A resolution without the candidates for which there is a reason, each reason in the trace. Throws them joined where nobody is left. */
export function rejectCandidates(
  resolution: Resolution,
  reasonFor: (candidate: Candidate) => AppError | undefined,
): Resolution {
  const { candidates, trace } = resolution;
  const reasons = new Map<Candidate, AppError>();
  for (const candidate of candidates) {
    const reason = reasonFor(candidate);
    if (reason) reasons.set(candidate, reason);
  }
  const [first] = reasons.values();
  if (first === undefined) return resolution;
  const kept = candidates.filter((candidate) => !reasons.has(candidate));
  const [chosen] = kept;
  if (chosen === undefined) {
    const sentences = new Set([...reasons.values()].map(({ message }) => message));
    throw new AppError(first.code, [...sentences].join(" "), first.details);
  }
  for (const { config, model } of [chosen, ...reasons.keys()]) {
    const traced = trace.candidates.find((each) => each.providerConfigId === config.id && each.model === model.modelId);
    if (!traced) continue;
    const reason = [...reasons].find(([candidate]) => candidate.config === config && candidate.model === model)?.[1];
    Object.assign(
      traced,
      reason ? { outcome: "rejected", reason: reason.message } : { outcome: "chosen", reason: null },
    );
  }
  return { candidates: kept, trace };
}
