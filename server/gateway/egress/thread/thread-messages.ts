import type { IncomingHttpHeaders } from "node:http";
import type { ErrorCode, ErrorDetails } from "@/lib/contracts/errors";

/** A request as it crosses to the egress thread: all of an `EgressRequest` but its signal and its listener. */
export interface ThreadRequest {
  id: number;
  url: string;
  method: "GET" | "POST";
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | undefined;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
  totalTimeoutMs: number;
  maxBodyBytes: number;
}

/** To the thread: what one turn of the event loop had for it. */
export interface ThreadOrders {
  requests: ThreadRequest[];
  /** Requests whose caller has left. */
  aborts: number[];
}

/** A whole answer. The body is text unless it came compressed. */
export interface ThreadAnswer {
  id: number;
  status: number;
  headers: IncomingHttpHeaders;
  body: string | Uint8Array;
}

export interface ThreadFailure {
  id: number;
  code: ErrorCode;
  message: string;
  details: ErrorDetails;
  /** It went out on an open connection. */
  isSent: boolean;
}

/** From the thread: what one turn of its event loop brought. */
export interface ThreadReport {
  answers: ThreadAnswer[];
  failures: ThreadFailure[];
}
