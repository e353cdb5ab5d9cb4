import { AppError } from "@/lib/contracts/errors";
import type { Caller, Gateway } from "@/server/gateway";
import type { Exchange } from "@/server/http/exchange";
import { writeJson } from "@/server/http/write-answer";

/** `GET /v1/models` and `GET /v1/models/{id}`: what this key may call now, the tenant's profiles and processors among it. The first provider config in order stands for a model that several offer. */
export function models(gateway: Gateway, caller: Caller, exchange: Exchange, wanted: string | undefined): void {
  const byId = new Map<string, ReturnType<typeof toModelBody | typeof toNameBody>>();
  for (const model of gateway.callableModels(caller.tenantId, undefined, caller.apiKeyId))
    if (!byId.has(model.modelId)) byId.set(model.modelId, toModelBody(model));
  for (const named of gateway.callableNames(caller.tenantId, caller.apiKeyId)) byId.set(named.id, toNameBody(named));
  if (wanted === undefined) {
    writeJson(exchange, 200, { object: "list", data: [...byId.values()] });
    return;
  }
  const found = byId.get(wanted);
  if (!found)
    throw new AppError(
      "model_not_found",
      `No connected provider offers "${wanted}". GET /v1/models lists what this key may call.`,
      { param: "model" },
    );
  writeJson(exchange, 200, found);
}

/** Marked by their owner: no provider's model, but what the organization has made of some. */
function toNameBody({ id, kind, description }: ReturnType<Gateway["callableNames"]>[number]) {
  return {
    id,
    object: "model",
    created: 0,
    owned_by: "sluice",
    display_name: description === null ? id : `${id} (${description})`,
    type: "llm",
    kind,
  };
}

function toModelBody(model: ReturnType<Gateway["callableModels"]>[number]) {
  return {
    id: model.modelId,
    object: "model",
    created: Math.floor(model.createdAtMs / 1000),
    owned_by: model.provider,
    display_name: model.displayName,
    type: model.type,
    context_window: model.contextWindow,
    max_output_tokens: model.maxOutputTokens,
  };
}
