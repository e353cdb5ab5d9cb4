import type { Price } from "@/server/gateway/spec/price";

/** A price and when it holds: from an instant on, until another if that is known. Epoch milliseconds. */
export interface DatedPrice {
  fromMs: number;
  /** Exclusive; null holds until the next one begins. */
  untilMs: number | null;
  price: Price | null;
}

/** Which models have a price that changes with time. */
export interface Priced {
  /** What holds when nothing in `schedule` does. */
  price: Price | null;
  /** Absent for nearly every model; latest beginning first. */
  schedule?: readonly DatedPrice[];
}

/** The price of a model at an instant: the latest one to begin by then that has not ended. Null is unpriced. */
export function priceAt(model: Priced, atMs: number): Price | null {
  if (model.schedule === undefined) return model.price;
  for (const { fromMs, untilMs, price } of model.schedule) {
    if (atMs >= fromMs && (untilMs === null || atMs < untilMs)) return price;
  }
  return model.price;
}
