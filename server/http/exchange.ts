import type { IncomingMessage, OutgoingHttpHeader, ServerResponse } from "node:http";
import { AppError } from "@/lib/contracts/errors";
import type { LimitStanding } from "@/lib/contracts/limit-standing";
import type { CallListener } from "@/server/gateway";
import { newId } from "@/server/gateway/spec/new-id";
import type { Log } from "@/server/log";
import { Departure } from "./departure";
import { setLimitHeaders } from "./limit-headers";
import type { HeaderTarget } from "./write-answer";

/** One HTTP request on its way through the data plane. A class, because a getter in a literal would make a shape of its own for each. */
export class Exchange implements CallListener, HeaderTarget {
  /** Path without the query, as sent. */
  readonly path: string;
  /** Also the request's id in the usage log; sent back as `x-request-id`. */
  readonly requestId = newId();
  /** Aborted when the client goes away before the answer is complete. */
  readonly signal = new Departure();
  /** Set where the answer is kept for the client's next try: then its leaving ends nothing. */
  outlivesClient = false;
  readonly #queryText: string;
  readonly #log: Log;
  /** Names and values in turn. Node takes the list as it is; each header set on the response alone would go through a map of its own first. */
  readonly #headers: OutgoingHttpHeader[] = ["x-request-id", this.requestId];

  constructor(
    public req: IncomingMessage,
    readonly res: ServerResponse,
    log: Log,
  ) {
    const target = req.url ?? "/";
    const mark = target.indexOf("?");
    this.path = mark < 0 ? target : target.slice(0, mark);
    this.#queryText = mark < 0 ? "" : target.slice(mark + 1);
    this.#log = log;
    res.on("close", () => {
      if (!res.writableFinished && !this.outlivesClient) this.signal.announce(new AppError("client_closed"));
    });
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.#queryText);
  }

  /** Sets a header of the answer; the last word on a name, written in lower case, counts. */
  setHeader(name: string, value: string | number): void {
    const headers = this.#headers;
    for (let at = 0; at < headers.length; at += 2) {
      if (headers[at] !== name) continue;
      headers[at + 1] = value;
      return;
    }
    headers.push(name, value);
  }

  /** Those that were set so far. */
  get headers(): Record<string, string> {
    const headers: Record<string, string> = {};
    for (let at = 0; at < this.#headers.length; at += 2)
      headers[String(this.#headers[at])] = String(this.#headers[at + 1]);
    return headers;
  }

  /** Begins the answer with the headers that were set. */
  writeHead(status: number): void {
    this.res.writeHead(status, this.#headers);
  }

  showLimits(standing: LimitStanding): void {
    if (!this.res.headersSent) setLimitHeaders(this, standing, this.path.startsWith("/v1/messages"));
  }

  /** Logs what is our own fault; what clients and providers do wrong stands in the request log. */
  report(error: AppError): void {
    if (error.httpStatus < 500 || (error.code !== "internal" && error.code !== "not_ready")) return;
    this.#log.error({ requestId: this.requestId, code: error.code, err: error.cause ?? error }, error.message);
  }
}
