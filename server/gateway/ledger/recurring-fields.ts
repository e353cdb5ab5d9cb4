import type { PriceSnapshot } from "@/server/gateway/prices/price-snapshot";
import { nullableJson, stringJson } from "./json-text";
import type { AttemptIntent, RequestOpening } from "./records";

/*
 * Fields that are the same with every call of a caller, or to a model: written once and found again, which takes a fraction of the time.
 */

type Caller = Pick<RequestOpening, "tenantId" | "apiKeyId" | "userId">;
type Target = Pick<AttemptIntent, "providerConfigId" | "provider" | "model" | "modelType" | "price">;

/** Far more than are at work at once. Past that all are forgotten, and those at work come again. */
const MOST_CALLERS = 10_000;

const callers = new Map<string, { caller: Caller; text: string }>();
/** Prices are objects of the configuration's snapshot, and end with it. */
const targets = new WeakMap<PriceSnapshot, { target: Target; text: string }>();

/** Tenant, API key and user. */
export function callerFields(caller: Caller): string {
  const { tenantId, apiKeyId, userId } = caller;
  const key = apiKeyId ?? userId ?? tenantId;
  const known = callers.get(key);
  if (
    known !== undefined &&
    known.caller.tenantId === tenantId &&
    known.caller.apiKeyId === apiKeyId &&
    known.caller.userId === userId
  )
    return known.text;
  const text = inOnePiece(
    `"tenantId":${stringJson(tenantId)},"apiKeyId":${nullableJson(apiKeyId)},"userId":${nullableJson(userId)}`,
  );
  if (callers.size >= MOST_CALLERS) callers.clear();
  callers.set(key, { caller: { tenantId, apiKeyId, userId }, text });
  return text;
}

/** Provider config, provider, model, its type and its price. */
export function targetFields(target: Target): string {
  const { providerConfigId, provider, model, modelType, price } = target;
  if (price === null) return write(target);
  const known = targets.get(price);
  if (
    known !== undefined &&
    known.target.providerConfigId === providerConfigId &&
    known.target.provider === provider &&
    known.target.model === model &&
    known.target.modelType === modelType
  )
    return known.text;
  const text = inOnePiece(write(target));
  targets.set(price, { target: { providerConfigId, provider, model, modelType, price: null }, text });
  return text;
}

function write({ providerConfigId, provider, model, modelType, price }: Target): string {
  return `"providerConfigId":${stringJson(providerConfigId)},"provider":${stringJson(provider)},"model":${stringJson(model)},"modelType":"${modelType}","price":${price === null ? "null" : JSON.stringify(price)}`;
}

/** Not as a tree of the pieces it was put together from, which would be walked with each use. */
function inOnePiece(text: string): string {
  return Buffer.from(text).toString();
}
