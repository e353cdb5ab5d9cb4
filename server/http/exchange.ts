import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/contracts/errors";
import type { LimitStanding } from "@/lib/contracts/limit-standing";
import type { CallListener } from "@/server/gateway";
import { newId } from "@/server/gateway/spec/new-id";
import type { Log } from "@/server/log";
import { Departure } from "./departure";
import { setLimitHeaders } from "./limit-headers";

/** One HTTP request on its way through the data plane. A class, because a getter in a literal would make a shape of its own for each. */
export class Exchange implements CallListener {
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
    res.setHeader("x-request-id", this.requestId);
    res.on("close", () => {
      if (!res.writableFinished && !this.outlivesClient) this.signal.announce(new AppError("client_closed"));
    });
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.#queryText);
  }

  showLimits(standing: LimitStanding): void {
    if (!this.res.headersSent) setLimitHeaders(this.res, standing, this.path.startsWith("/v1/messages"));
  }

  /** Logs what is our own fault; what clients and providers do wrong stands in the request log. */
  report(error: AppError): void {
    if (error.httpStatus < 500 || (error.code !== "internal" && error.code !== "not_ready")) return;
    this.#log.error({ requestId: this.requestId, code: error.code, err: error.cause ?? error }, error.message);
  }
}
