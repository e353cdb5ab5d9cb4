import type { IncomingHttpHeaders } from "node:http";
import type { ErrorCode, ErrorDetails } from "@/lib/contracts/errors";

/** Few enough that both threads have something to do, enough that a message's own cost is spread. */
export const MOST_AT_ONCE = 8;

/** A request as it crosses to the egress thread: all of an `EgressRequest` but its signal and its listener. */
export interface ThreadRequest {
  /** Names the request until it is reported; then the next may have the number. */
  slot: number;
  url: string;
  method: "GET" | "POST";
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | undefined;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
  totalTimeoutMs: number;
  maxBodyBytes: number;
}

/**
 * To the thread: what a turn of the event loop had for it, or a part of that. A number is the slot of a request whose caller has left; in order,
 * because what is free again may be taken by the next.
 */
export type ThreadOrders = (ThreadRequest | number)[];

/** A whole answer. The body is text unless it came compressed. */
export interface ThreadAnswer {
  slot: number;
  status: number;
  headers: IncomingHttpHeaders;
  body: string | Uint8Array;
}

export interface ThreadFailure {
  slot: number;
  code: ErrorCode;
  message: string;
  details: ErrorDetails;
  /** It went out on an open connection. */
  isSent: boolean;
}

/** From the thread: what a turn of its event loop brought, or a part of that. */
export interface ThreadReport {
  answers: ThreadAnswer[];
  failures: ThreadFailure[];
}
