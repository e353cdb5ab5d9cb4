import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { CallableName, Caller, Gateway, ModelEntry } from "@/server/gateway";
import type { Exchange } from "@/server/http/exchange";
import { checkShape } from "@/server/http/read-body";
import { writeJson } from "@/server/http/write-answer";
import { setRequestId } from "./request-id";

/** Default and bound of a page: platform.claude.com/docs/en/api/models/list. */
const page = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(20),
  after_id: z.string().optional(),
  before_id: z.string().optional(),
});

/** Anthropic's clients send the version of its API with every call; nobody else does. */
export function speaksAnthropic({ req, path }: Pick<Exchange, "req" | "path">): boolean {
  return path.startsWith("/v1/messages") || req.headers["anthropic-version"] !== undefined;
}

/** `GET /v1/models` and `GET /v1/models/{id}` in Anthropic's shape: the chat models that this key may call now, then the tenant's profiles and processors. */
export function anthropicModels(
  gateway: Gateway,
  caller: Caller,
  exchange: Exchange,
  wanted: string | undefined,
): void {
  setRequestId(exchange, exchange.requestId);
  const byId = new Map<string, ModelInfo>();
  for (const model of gateway.callableModels(caller.tenantId, "llm", caller.apiKeyId))
    if (!byId.has(model.modelId)) byId.set(model.modelId, toModelInfo(model));
  for (const named of gateway.callableNames(caller.tenantId, caller.apiKeyId)) byId.set(named.id, toNameInfo(named));
  if (wanted === undefined) {
    writeJson(exchange, 200, pageOf([...byId.values()], exchange.query));
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

type ModelInfo = ReturnType<typeof toModelInfo>;

/** The epoch stands for a date that there is none of: platform.claude.com/docs/en/api/models/list. */
function toNameInfo({ id, description }: CallableName): ModelInfo {
  return {
    type: "model",
    id,
    display_name: description === null ? id : `${id} (${description})`,
    created_at: new Date(0).toISOString(),
    max_input_tokens: null,
    max_tokens: null,
  };
}

function toModelInfo(model: ModelEntry) {
  return {
    type: "model",
    id: model.modelId,
    display_name: model.displayName,
    created_at: new Date(model.createdAtMs).toISOString(),
    max_input_tokens: model.contextWindow,
    max_tokens: model.maxOutputTokens,
  };
}

function pageOf(models: readonly ModelInfo[], query: URLSearchParams) {
  const { limit, after_id, before_id } = checkShape(page, Object.fromEntries(query));
  const indexOf = (id: string) => models.findIndex((model) => model.id === id);
  const start = after_id === undefined ? 0 : indexOf(after_id) + 1;
  const end = before_id === undefined ? models.length : Math.max(0, indexOf(before_id));
  const within = models.slice(start, end);
  // Before an id means the page that ends just there.
  const data = before_id === undefined ? within.slice(0, limit) : within.slice(-limit);
  return {
    data,
    has_more: data.length < within.length,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}
