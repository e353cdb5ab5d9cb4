import { v7 as uuidv7 } from "uuid";
import { toAppError } from "@/lib/contracts/errors";
import type { PlaygroundChatEvent } from "@/lib/contracts/playground";
import type { RunProcessorInput } from "@/lib/contracts/processor";
import { chatInPlayground } from "@/server/services/playground/chat-in-playground";
import type { ServiceContext } from "@/server/services/service-context";
import { listProcessors } from "./list-processors";
import { toRunMessage } from "./to-run-message";

/** Runs a processor on one input, or on the values for its template: its answer as it comes, then the receipt. The run is kept with what it was expected to cost and what it did. */
export async function* runProcessor(
  context: ServiceContext,
  { name, input = "", variables = {} }: RunProcessorInput,
  signal?: AbortSignal,
): AsyncGenerator<PlaygroundChatEvent> {
  const { actor, database, now } = context;
  const processor = (await listProcessors(context)).find((each) => each.name === name);
  if (!processor) {
    // As an event, like every other failure of a run: the answer may have begun.
    const message = `There is no processor "${name}" in this organization.`;
    yield { type: "error", code: "not_found", message, requestId: null };
    return;
  }
  let content: string;
  try {
    content = await toRunMessage(context, processor, { input, variables });
  } catch (thrown) {
    const { code, message } = toAppError(thrown);
    yield { type: "error", code, message, requestId: null };
    return;
  }
  const { templateId } = processor;
  const id = uuidv7();
  const toBigInt = (nano: string | null) => (nano === null ? null : BigInt(nano));
  await database.inTenant(actor.tenantId, (tx) =>
    tx.run.create({
      data: {
        id,
        tenantId: actor.tenantId,
        processorId: processor.id,
        processorName: name,
        templateId,
        status: "running",
        estimateLowNanoUsd: toBigInt(processor.estimate.lowNanoUsd),
        estimateHighNanoUsd: toBigInt(processor.estimate.highNanoUsd),
        createdById: actor.userId ?? null,
        apiKeyId: actor.apiKeyId ?? null,
        startedAt: now(),
      },
    }),
  );
  let end: RunEnd = { status: "cancelled" };
  try {
    const call = { model: `processor:${name}`, messages: [{ role: "user" as const, content }] };
    for await (const event of chatInPlayground(context, call, signal, { runId: id, templateId })) {
      end = endOf(event) ?? end;
      yield event;
    }
  } finally {
    await database.inTenant(actor.tenantId, (tx) =>
      tx.run.updateMany({ where: { id }, data: { ...end, finishedAt: now() } }),
    );
  }
}

interface RunEnd {
  status: "succeeded" | "failed" | "cancelled";
  requestId?: string | null;
  modelServed?: string;
  provider?: string;
  promptTokens?: number;
  completionTokens?: number;
  costNanoUsd?: bigint | null;
  latencyMs?: number;
  errorCode?: string;
  errorMessage?: string;
}

function endOf(event: PlaygroundChatEvent): RunEnd | undefined {
  if (event.type === "error")
    return { status: "failed", requestId: event.requestId, errorCode: event.code, errorMessage: event.message };
  if (event.type !== "done") return undefined;
  const { requestId, model, provider, inputTokens, outputTokens, isPriced, costNanoUsd, latencyMs } = event.receipt;
  return {
    status: "succeeded",
    requestId,
    modelServed: model,
    provider,
    promptTokens: inputTokens,
    completionTokens: outputTokens,
    costNanoUsd: isPriced ? BigInt(costNanoUsd) : null,
    latencyMs,
  };
}
