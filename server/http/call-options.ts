import { AppError } from "@/lib/contracts/errors";
import type { CallOptions } from "@/server/gateway";
import type { Exchange } from "./exchange";

/** What a client sets to bound the whole request, in milliseconds. */
export const TIMEOUT_HEADER = "x-sluice-timeout-ms";
const LONGEST_MS = 900_000;

/** A request's id, the signal that ends it, and how long it may take where the client says so. Throws `invalid_request`. */
export function callOptions({ requestId, signal, req }: Pick<Exchange, "requestId" | "signal" | "req">): CallOptions {
  const asked = req.headers[TIMEOUT_HEADER];
  return asked === undefined ? { requestId, signal } : { requestId, signal, deadlineMs: readDeadline(asked) };
}

function readDeadline(asked: string | string[]): number {
  const text = String(asked);
  const ms = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (ms >= 1 && ms <= LONGEST_MS) return ms;
  throw new AppError(
    "invalid_request",
    `The header ${TIMEOUT_HEADER} must be a whole number of milliseconds from 1 to ${LONGEST_MS}. Correct it, or leave it out.`,
    { param: TIMEOUT_HEADER },
  );
}
