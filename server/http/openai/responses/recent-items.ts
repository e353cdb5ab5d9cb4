import { LRUCache } from "lru-cache";
import type { OutputItem } from "./output-items";
import type { ResponsesRequest } from "./responses-request";

/** As long as a client's loop of tool calls takes, with a person who answers in between. */
const KEPT_FOR_MS = 60 * 60_000;
/** In characters of JSON, for all tenants together. */
const MOST_KEPT_LENGTH = 32_000_000;
const MOST_ITEM_LENGTH = 1_000_000;

type Item = Readonly<Record<string, unknown>>;

/**
 * What models put out lately, as JSON by tenant and item, in this process alone. Clients that may take an answer for stored (the AI SDK does
 * so unless told otherwise) send a reference to an item back instead of the item, already in the next step of a loop of tool calls.
 */
export class RecentItems {
  readonly #items = new LRUCache<string, string>({
    ttl: KEPT_FOR_MS,
    maxSize: MOST_KEPT_LENGTH,
    maxEntrySize: MOST_ITEM_LENGTH,
    sizeCalculation: (json) => json.length,
  });

  keep(tenantId: string, items: readonly OutputItem[]): void {
    for (const item of items) this.#items.set(keyOf(tenantId, item.id), JSON.stringify(item));
  }

  /** The request with the items that are still known in the places where it refers to them; the same request where there are none. */
  resolve(tenantId: string, request: ResponsesRequest): ResponsesRequest {
    if (!Array.isArray(request.input) || !request.input.some(isReference)) return request;
    return { ...request, input: request.input.map((item) => (isReference(item) ? this.#find(tenantId, item) : item)) };
  }

  #find(tenantId: string, reference: Item): Item {
    const json = typeof reference.id === "string" ? this.#items.get(keyOf(tenantId, reference.id)) : undefined;
    return json === undefined ? reference : JSON.parse(json);
  }
}

function isReference(item: Item): boolean {
  return item.type === "item_reference";
}

function keyOf(tenantId: string, itemId: string | undefined): string {
  return `${tenantId} ${itemId}`;
}
