import type { ServerResponse } from "node:http";
import type { AppError } from "@/lib/contracts/errors";
import { formatNanoUsd } from "@/lib/contracts/money";
import type { Receipt } from "@/server/gateway";
import type { CallSignal } from "@/server/gateway/spec/call-signal";

/** How long a client may take none of an answer before its connection is closed: one that never reads must not hold memory and a call for ever. */
const CLIENT_STALL_MS = 60_000;

/** Less than any system's send buffer. */
const SOCKET_BUFFER_BYTES = 8_192;

/** Where the headers of an answer are set. */
export interface HeaderTarget {
  setHeader(name: string, value: string | number): unknown;
}

/** An answer that is yet to be written. */
export interface Unanswered extends HeaderTarget {
  readonly res: ServerResponse;
  writeHead(status: number): void;
}

export function writeJson(answer: Unanswered, status: number, body: unknown): void {
  writeJsonText(answer, status, JSON.stringify(body));
}

/** JSON that is serialised already. */
export function writeJsonText(answer: Unanswered, status: number, text: string): void {
  const { res } = answer;
  const bytes = Buffer.byteLength(text);
  answer.setHeader("content-type", "application/json; charset=utf-8");
  answer.setHeader("content-length", bytes);
  answer.writeHead(status);
  // What fits the socket's own buffer is off at once, whoever reads it when.
  if (text.length > SOCKET_BUFFER_BYTES) res.setTimeout(CLIENT_STALL_MS);
  // Text of one byte a character is the same in both, and is copied instead of encoded.
  res.end(text, bytes === text.length ? "latin1" : "utf8");
}

/** Begins an answer of server-sent events, which nothing on the way may gather or keep. */
export function writeEventsHead(answer: Unanswered): void {
  answer.setHeader("content-type", "text/event-stream; charset=utf-8");
  answer.setHeader("cache-control", "no-store");
  answer.setHeader("x-accel-buffering", "no");
  answer.writeHead(200);
}

/** An error in the shape of some dialect; an answer that has begun can only be cut off. */
export function writeErrorBody(answer: Unanswered, error: AppError, body: unknown): void {
  const { res } = answer;
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  if (error.details.retryAfterSeconds !== undefined)
    answer.setHeader("retry-after", Math.ceil(error.details.retryAfterSeconds));
  if (error.details.retryAfterMs !== undefined) answer.setHeader("retry-after-ms", error.details.retryAfterMs);
  // Unread rest of a refused upload: answering and closing is quicker than reading it.
  if (error.code === "request_too_large") answer.setHeader("connection", "close");
  writeJson(answer, error.httpStatus, body);
}

/** Writes and, where the client reads slower than the provider sends, waits until it has caught up: memory stays bounded. */
export async function writeChunk(
  res: ServerResponse,
  chunk: string | Uint8Array,
  signal: CallSignal,
  stallMs = CLIENT_STALL_MS,
): Promise<void> {
  if (signal.aborted) throw signal.reason;
  if (res.write(chunk)) return;
  res.setTimeout(stallMs);
  await drained(res, signal);
  res.setTimeout(0);
}

function drained(res: ServerResponse, signal: CallSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      res.off("drain", go);
      reject(signal.reason);
    };
    const go = () => {
      signal.removeEventListener("abort", leave);
      resolve();
    };
    res.once("drain", go);
    signal.addEventListener("abort", leave);
  });
}

type RouteFacts = Pick<Receipt, "model" | "provider" | "attemptCount"> &
  Partial<Pick<Receipt, "cacheStatus" | "stepDown">>;

/** What is known before the answer: who serves it. */
export function setRouteHeaders(
  target: HeaderTarget,
  { model, provider, attemptCount, cacheStatus = "none", stepDown = null }: RouteFacts,
): void {
  target.setHeader("x-sluice-model", headerSafe(model));
  target.setHeader("x-sluice-provider", provider);
  target.setHeader("x-sluice-attempts", attemptCount);
  target.setHeader("x-sluice-cache", cacheStatus);
  // The budget that put a cheaper profile in place of the call's own.
  if (stepDown !== null) target.setHeader("x-sluice-budget-degraded", headerSafe(stepDown.budget));
}

/** What is known once the answer is complete. An unpriced call says so instead of showing a cost. */
export function setReceiptHeaders(target: HeaderTarget, receipt: Receipt): void {
  setRouteHeaders(target, receipt);
  target.setHeader("x-sluice-cost-usd", receipt.isPriced ? formatNanoUsd(receipt.costNanoUsd) : "unpriced");
  setBudgetHeaders(target, receipt.budget);
  setWarningsHeader(target, receipt.warnings);
}

/** What the tightest budget that applies had left when the call was admitted, and when it starts anew. */
export function setBudgetHeaders(target: HeaderTarget, budget: Receipt["budget"]): void {
  if (budget === null) return;
  target.setHeader("x-sluice-budget-remaining-usd", formatNanoUsd(budget.remainingNanoUsd));
  target.setHeader("x-sluice-budget-reset", new Date(budget.resetAtMs).toISOString());
}

/** What of the request could not be passed on, or what of the answer is not exact. */
export function setWarningsHeader(target: HeaderTarget, warnings: readonly string[]): void {
  if (warnings.length > 0) target.setHeader("x-sluice-warnings", headerSafe(warnings.join(" ")));
}

const MAX_HEADER_CHARACTERS = 1_000;
const PRINTABLE = /^[\x20-\x7e]*$/;

/** A header holds printable ASCII; anything else is escaped as in a URL. */
function headerSafe(text: string): string {
  if (text.length <= MAX_HEADER_CHARACTERS && PRINTABLE.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/[^\x20-\x7e]/gu, (char) => encodeURIComponent(char))
    .slice(0, MAX_HEADER_CHARACTERS);
}
