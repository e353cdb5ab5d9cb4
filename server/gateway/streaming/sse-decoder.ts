import { AppError } from "@/lib/contracts/errors";
import type { SseEvent } from "@/server/gateway/spec/transport";

const LF = 10;
const CR = 13;
const SPACE = 32;
const COLON = 58;
/** A line this long is not a model's answer but a fault, or an attack on memory. */
export const MAX_LINE_BYTES = 10 * 1024 * 1024;

/**
 * Server-sent events from bytes, split anywhere: inside a character, between CR and LF, inside a field name. Works on the bytes and
 * decodes each value once. Follows the HTML standard's event stream rules, but keeps a last event that lacks its blank line.
 */
export class SseDecoder {
  #rest: Buffer[] = [];
  #restBytes = 0;
  #event = "";
  #data = "";
  #hasData = false;
  #skipLf = false;
  #isFirstLine = true;

  /** The events completed by these bytes. Throws `provider_bad_response` for a line, or the lines of one event, beyond 10 MB. */
  push(chunk: Buffer): SseEvent[] {
    const events: SseEvent[] = [];
    let start = 0;
    if (this.#skipLf && chunk.length > 0) {
      this.#skipLf = false;
      if (chunk[0] === LF) start = 1;
    }
    let lf = chunk.indexOf(LF, start);
    let cr = chunk.indexOf(CR, start);
    while (lf !== -1 || cr !== -1) {
      const isCr = cr !== -1 && (lf === -1 || cr < lf);
      const end = isCr ? cr : lf;
      this.#line(chunk, start, end, events);
      start = end + 1;
      if (isCr) {
        if (start === chunk.length) this.#skipLf = true;
        else if (chunk[start] === LF) start++;
        cr = chunk.indexOf(CR, start);
      }
      if (lf !== -1 && lf < start) lf = chunk.indexOf(LF, start);
    }
    if (start < chunk.length) {
      this.#rest.push(start === 0 ? chunk : chunk.subarray(start));
      this.#restBytes += chunk.length - start;
      if (this.#restBytes > MAX_LINE_BYTES) throw lineTooLong();
    }
    return events;
  }

  /** What the end of the stream completes: an event whose lines are whole, or whose last line is a whole payload. */
  end(): SseEvent[] {
    const events: SseEvent[] = [];
    if (this.#restBytes > 0) {
      const last = Buffer.concat(this.#rest);
      if (isWholePayload(last.toString("utf8"))) this.#line(Buffer.alloc(0), 0, 0, events);
      else this.#hasData = false;
    }
    this.#dispatch(events);
    return events;
  }

  #line(chunk: Buffer, from: number, to: number, events: SseEvent[]): void {
    let bytes = chunk;
    let start = from;
    let end = to;
    if (this.#restBytes > 0) {
      this.#rest.push(chunk.subarray(from, to));
      bytes = Buffer.concat(this.#rest);
      start = 0;
      end = bytes.length;
      this.#rest = [];
      this.#restBytes = 0;
    }
    if (end - start > MAX_LINE_BYTES) throw lineTooLong();
    if (this.#isFirstLine) {
      this.#isFirstLine = false;
      if (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) start += 3;
    }
    if (start === end) this.#dispatch(events);
    else this.#field(bytes, start, end);
  }

  #field(bytes: Buffer, start: number, end: number): void {
    if (bytes[start] === COLON) return;
    let colon = bytes.indexOf(COLON, start);
    if (colon === -1 || colon > end) colon = end;
    const length = colon - start;
    let from = Math.min(colon + 1, end);
    if (from < end && bytes[from] === SPACE) from++;
    // d-a-t-a and e-v-e-n-t by their bytes: every line of a stream comes through here.
    if (
      length === 4 &&
      bytes[start] === 100 &&
      bytes[start + 1] === 97 &&
      bytes[start + 2] === 116 &&
      bytes[start + 3] === 97
    ) {
      const value = bytes.toString("utf8", from, end);
      this.#data = this.#hasData ? `${this.#data}\n${value}` : value;
      this.#hasData = true;
      if (this.#data.length > MAX_LINE_BYTES) throw lineTooLong();
    } else if (length === 5 && bytes[start] === 101 && bytes.toString("latin1", start, colon) === "event") {
      this.#event = bytes.toString("utf8", from, end);
    }
  }

  #dispatch(events: SseEvent[]): void {
    if (this.#hasData) events.push({ event: this.#event, data: this.#data });
    this.#event = "";
    this.#data = "";
    this.#hasData = false;
  }
}

function isWholePayload(line: string): boolean {
  const payload = line.replace(/^data: ?/, "");
  if (payload === "[DONE]") return true;
  try {
    JSON.parse(payload);
    return true;
  } catch {
    return false;
  }
}

function lineTooLong(): AppError {
  return new AppError(
    "provider_bad_response",
    "The provider sent an event of more than 10 MB in its stream. Check that the address is a model's API.",
  );
}
