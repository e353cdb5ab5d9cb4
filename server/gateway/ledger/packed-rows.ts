import type { LedgerRow } from "./ledger-row";
import type { LedgerBatch } from "./ledger-store";
import type { Scratch } from "./scratch";

interface Place {
  kind: LedgerRow["kind"];
  start: number;
  end: number;
}

const [OPEN, COMMA, CLOSE] = Buffer.from("[,]");

/** Where the two arrays of a batch are put together; one batch at a time. */
export interface PackingSpace {
  settled: Scratch;
  finished: Scratch;
}

/** Rows in the bytes of a segment, put together for the store by copying: as strings they would outlive the young heap, each of them, for nothing. */
export class PackedRows {
  readonly #bytes: Buffer;
  readonly #space: PackingSpace;
  readonly #places: Place[] = [];

  constructor(bytes: Buffer, space: PackingSpace) {
    this.#bytes = bytes;
    this.#space = space;
  }

  add(place: Place): void {
    this.#places.push(place);
  }

  get length(): number {
    return this.#places.length;
  }

  toBatch(): LedgerBatch {
    return { attempts: this.#pack("settled"), requests: this.#pack("finished") };
  }

  /** One by one, to find the row that the store refuses. */
  toRows(): LedgerRow[] {
    return this.#places.map(({ kind, start, end }) => ({ kind, json: this.#bytes.toString("utf8", start, end) }));
  }

  #pack(kind: LedgerRow["kind"]): Buffer {
    const places = this.#places.filter((place) => place.kind === kind);
    const size = places.reduce((sum, { start, end }) => sum + end - start + 1, 1);
    const packed = this.#space[kind].take(Math.max(2, size));
    packed[0] = OPEN ?? 0;
    let at = 1;
    for (const { start, end } of places) {
      at += this.#bytes.copy(packed, at, start, end);
      packed[at++] = COMMA ?? 0;
    }
    packed[packed.length - 1] = CLOSE ?? 0;
    return packed;
  }
}
