import { toAppError } from "@/lib/contracts/errors";
import type { CallSignal } from "@/server/gateway/spec/call-signal";
import type { EmbeddingResult } from "@/server/gateway/spec/embedding";
import { newId } from "@/server/gateway/spec/new-id";
import { boundEmbedding } from "./bound-call";
import type { Caller } from "./caller";
import { estimateEmbeddingInput } from "./estimate-usage";
import { capability } from "./execute";
import type { GatewayParts } from "./gateway-parts";
import { runOnce } from "./run-once";

/**
 * The question as a vector of the organization's default embedding model: a request of its own, metered as such under the task
 * "semantic_cache". A failure is a warning, for the chat itself can go on.
 */
export async function embedQuestion(
  parts: GatewayParts,
  caller: Caller,
  question: string,
  signal: CallSignal,
  warnings: string[],
): Promise<readonly number[] | undefined> {
  const request = { model: "auto", input: question };
  try {
    const { result } = await runOnce<EmbeddingResult>(parts, {
      caller,
      options: { requestId: newId(), signal, taskType: "semantic_cache" },
      type: "text_embedding",
      model: request.model,
      estimate: estimateEmbeddingInput(request),
      bound: () => boundEmbedding(request),
      invoke: (definition, context) => capability(definition, "text_embedding").embed(request, context),
    });
    const [vector] = result.vectors;
    return Array.isArray(vector) ? vector : undefined;
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    warnings.push(`The semantic cache was not asked: ${toAppError(thrown).message}`);
    return undefined;
  }
}
