import { type AppError, toAppError } from "@/lib/contracts/errors";
import type { DrillEntry } from "@/server/gateway/config/config-store";
import { feignFailure, withoutSecrets } from "@/server/gateway/drills/feign-failure";
import { feignUpstream } from "@/server/gateway/drills/feign-upstream";
import { createTransport, type TransportTimeouts } from "@/server/gateway/egress/create-transport";
import type { Candidate } from "@/server/gateway/routing/resolve-model";
import type { ChatCapability } from "@/server/gateway/spec/chat";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { UNLIMITED } from "./admit";
import type { Execution, Served } from "./execution";
import type { CallPlan } from "./plan-call";
import type { RequestRun } from "./request-run";

/**
 * One try that meets a drill's fault instead of the candidate: recorded as any other, and free. Nothing goes out; limits, budgets, circuits and the
 * health of the candidate hear nothing of it. Throws the fault's error, but where a stream is to break off after its first content.
 */
export async function makeFeignedAttempt<T>(
  execution: Execution<T>,
  run: RequestRun,
  plan: CallPlan,
  candidate: Candidate,
  drill: DrillEntry,
  definition: ProviderDefinition,
  timeouts: Partial<TransportTimeouts> | undefined,
): Promise<Served<T>> {
  const { isStream, type, options } = execution;
  const { signal } = options;
  // Without an estimate: should the process die under way, there is nothing to charge.
  const attempt = await run.openAttempt(candidate, {}, UNLIMITED, undefined, null, null, drill.id);
  try {
    const error = await feignFailure({ drill, definition, config: candidate.config, isStream, signal, timeouts });
    const { llm } = definition;
    const isShown = drill.fault === "cut_after_content" && isStream && type === "llm" && llm !== undefined;
    if (!isShown) throw error;
    const credentials = withoutSecrets(candidate.config.name);
    const http = createTransport({
      egress: feignUpstream(drill, candidate.config.name),
      definition,
      credentials,
      signal,
    });
    const context = { modelId: candidate.model.modelId, credentials, http, signal };
    const value = await execution.invoke({ ...definition, llm: breakingOff(llm, error) }, context, attempt, plan);
    return { value, run, attempt };
  } catch (thrown) {
    const error = toAppError(thrown);
    run.settle(attempt, { error });
    throw error;
  }
}

/** The capability with a stream that says a few words and fails. */
function breakingOff(llm: ChatCapability, error: AppError): ChatCapability {
  return {
    ...llm,
    async *stream(_request, { modelId }) {
      yield [{ id: "fallback-drill", model: modelId, text: "This is a fallback drill: the answer breaks off" }];
      throw error;
    },
  };
}
