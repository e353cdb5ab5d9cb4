import type { Exchange } from "@/server/http/exchange";
import { MAX_STORED_BYTES, type Outcome } from "@/server/services/idempotency/stored-outcome";

/** Of this connection or this request, not of the answer. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "request-id",
  "transfer-encoding",
  "x-request-id",
]);

export interface AnswerRecorder {
  /** What was written, once it is complete; undefined when it never was. */
  outcome(): Outcome | undefined;
  /** Sends the end that was held back, to whoever is still there. */
  finish(): void;
  /** Stops recording; what is written from now on goes straight out. */
  stop(): void;
}

/**
 * Keeps a copy of what is written, and holds its end back until `finish`, so that a client that has the whole answer finds it stored. Goes on
 * when the client has left: the answer is there for its next try.
 */
export function recordAnswer(exchange: Exchange): AnswerRecorder {
  const { res } = exchange;
  let chunks: Buffer[] | undefined = [];
  let size = 0;
  let isEnded = false;
  let last: Buffer | undefined;
  const keep = (chunk: string | Uint8Array): Buffer => {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_STORED_BYTES) chunks = undefined;
    chunks?.push(bytes);
    return bytes;
  };
  const write = res.write.bind(res);
  const end = res.end.bind(res);

  res.write = (chunk: string | Uint8Array) => {
    const bytes = keep(chunk);
    return res.destroyed || write(bytes);
  };
  res.end = (chunk?: unknown) => {
    if (typeof chunk === "string" || chunk instanceof Uint8Array) last = keep(chunk);
    isEnded = true;
    return res;
  };
  const stop = () => {
    res.write = write;
    res.end = end;
  };
  // A writer that waits for a client that has left would wait for ever.
  res.once("close", () => res.emit("drain"));

  return {
    outcome() {
      if (!isEnded) return undefined;
      if (!chunks) {
        return {
          kind: "unreplayable",
          reason: `The answer was larger than ${MAX_STORED_BYTES / 1_000_000} MB, the most that is kept for repetition.`,
        };
      }
      return { kind: "answer", status: res.statusCode, headers: headersOf(exchange), body: Buffer.concat(chunks) };
    },
    finish() {
      stop();
      if (res.destroyed) return;
      if (last === undefined) end();
      else end(last);
    },
    stop,
  };
}

function headersOf({ headers }: Exchange): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name)));
}
