import { LRUCache } from "lru-cache";
import { AppError } from "@/lib/contracts/errors";
import type { OutputItem } from "./output-items";
import type { ResponsesRequest } from "./responses-request";

/** As long as a client's loop of tool calls takes, with a person who answers in between. */
const KEPT_FOR_MS = 60 * 60_000;
/** In characters of JSON, for all tenants together. */
const MOST_KEPT_LENGTH = 32_000_000;
const MOST_ITEM_LENGTH = 1_000_000;
/** What the store itself needs for an entry, so that a great many small ones don't outgrow the bound. */
const ENTRY_LENGTH = 200;
/** A reference is short and may be repeated, so what all of one request stand for has a bound of its own. */
const MOST_REFERRED_LENGTH = 20_000_000;

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
    sizeCalculation: (json, key) => json.length + key.length + ENTRY_LENGTH,
  });

  keep(tenantId: string, items: readonly OutputItem[]): void {
    for (const item of items)
      if (item.id !== undefined) this.#items.set(keyOf(tenantId, item.id), JSON.stringify(item));
  }

  /**
   * The request with the items that are still known in the places where it refers to them; the same request where there are none. Throws
   * `request_too_large` where it refers to more than could be sent.
   */
  resolve(tenantId: string, request: ResponsesRequest): ResponsesRequest {
    if (!Array.isArray(request.input) || !request.input.some(isReference)) return request;
    let length = 0;
    const input = request.input.map((item) => {
      const json = isReference(item) ? this.#find(tenantId, item.id) : undefined;
      if (json === undefined) return item;
      length += json.length;
      if (length > MOST_REFERRED_LENGTH)
        throw new AppError(
          "request_too_large",
          `The items that "input" refers to are larger than ${MOST_REFERRED_LENGTH / 1_000_000} MB together. Refer to each once, or send less at once.`,
          { param: "input" },
        );
      return JSON.parse(json);
    });
    return { ...request, input };
  }

  #find(tenantId: string, id: unknown): string | undefined {
    return typeof id === "string" ? this.#items.get(keyOf(tenantId, id)) : undefined;
  }
}

function isReference(item: Item): boolean {
  return item.type === "item_reference";
}

function keyOf(tenantId: string, itemId: string): string {
  return `${tenantId} ${itemId}`;
}
