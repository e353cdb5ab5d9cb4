import type { CallSettings } from "@/lib/contracts/call-settings";
import { AppError, isAppError } from "@/lib/contracts/errors";
import { outOfRange } from "@/server/gateway/config/setting-ranges";
import { rejectCandidates } from "@/server/gateway/routing/reject-candidates";
import type { Candidate, Resolution } from "@/server/gateway/routing/resolve-model";
import type { ChatCall } from "@/server/gateway/spec/chat";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import { outputWithinCap } from "./cap-cost";

/**
 * Takes out the candidates that can't do what a request asks of a model that Sluice chose for it: a value outside the model's range, or a price
 * above the cap. A request that names its model itself is left to the provider's own judgement. Throws the reasons where nobody is left.
 */
export function fitToRequest(
  resolution: Resolution,
  call: ChatCall,
  settings: CallSettings,
  estimate: UsageCounts,
): Resolution {
  return rejectCandidates(resolution, (candidate) => misfit(candidate, call, settings, estimate));
}

function misfit(
  { model }: Candidate,
  { request, native }: ChatCall,
  { cost_cap_usd }: CallSettings,
  estimate: UsageCounts,
): AppError | undefined {
  // A request of another dialect was made for another model: its bound on the output is brought down in translation.
  const isChat = native === undefined || native.dialect === "chat";
  const asked: CallSettings = {};
  if (typeof request.temperature === "number" && isChat) asked.temperature = request.temperature;
  const limit = request.max_completion_tokens ?? request.max_tokens;
  if (typeof limit === "number" && isChat) asked.max_tokens = limit;
  const [fault] = Object.entries(outOfRange(asked, model));
  if (fault) {
    const [param, sentence] = fault;
    return new AppError("setting_out_of_range", `${sentence} Send another value, or leave it out.`, { param });
  }
  if (cost_cap_usd === undefined) return undefined;
  try {
    outputWithinCap(cost_cap_usd, model, estimate);
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  return undefined;
}
