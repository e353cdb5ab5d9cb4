import type { IncomingMessage, ServerResponse } from "node:http";
import type { AppError } from "@/lib/contracts/errors";
import { newId } from "@/server/gateway/spec/new-id";
import type { Log } from "@/server/log";

/** One HTTP request on its way through the data plane. */
export interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  /** Path without the query, as sent. */
  path: string;
  readonly query: URLSearchParams;
  /** Also the request's id in the usage log; sent back as `x-request-id`. */
  requestId: string;
  /** Aborted when the client goes away before the answer is complete. */
  signal: AbortSignal;
  /** Logs what is our own fault; what clients and providers do wrong stands in the request log. */
  report(error: AppError): void;
}

export function beginExchange(req: IncomingMessage, res: ServerResponse, log: Log): Exchange {
  const target = req.url ?? "/";
  const mark = target.indexOf("?");
  const requestId = newId();
  const left = new AbortController();
  res.setHeader("x-request-id", requestId);
  res.on("close", () => {
    if (!res.writableFinished) left.abort();
  });
  return {
    req,
    res,
    path: mark < 0 ? target : target.slice(0, mark),
    get query() {
      return new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1));
    },
    requestId,
    signal: left.signal,
    report(error) {
      if (error.httpStatus >= 500 && (error.code === "internal" || error.code === "not_ready")) {
        log.error({ requestId, code: error.code, err: error.cause ?? error }, error.message);
      }
    },
  };
}
