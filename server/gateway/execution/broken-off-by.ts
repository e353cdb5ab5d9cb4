import { AppError, toAppError } from "@/lib/contracts/errors";
import type { CallSignal } from "@/server/gateway/spec/call-signal";

/** What ended an answer half-way: the client's leaving explains every other failure that follows from it. */
export function brokenOffBy(thrown: unknown, signal: CallSignal): AppError {
  return signal.aborted ? new AppError("client_closed", undefined, {}, { cause: thrown }) : toAppError(thrown);
}
