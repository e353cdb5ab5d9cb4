import type { MessagePort } from "node:worker_threads";
import { toAppError } from "@/lib/contracts/errors";
import type { Egress } from "@/server/gateway/egress/create-egress";
import type { EgressResponse, ResponseBody } from "@/server/gateway/egress/exchange";
import { MAX_ERROR_BYTES } from "@/server/gateway/egress/max-error-bytes";
import { ThreadCall } from "./thread-call";
import { MOST_AT_ONCE, type ThreadOrders, type ThreadReport } from "./thread-messages";

/** The egress thread's side: sends what the port brings, reads each answer whole, and reports once a turn of the event loop. */
export function serveRequests(port: MessagePort, egress: Pick<Egress, "request">): void {
  const underWay: (ThreadCall | undefined)[] = [];
  let report: ThreadReport = { answers: [], failures: [] };
  let isScheduled = false;

  function schedule(): void {
    if (report.answers.length >= MOST_AT_ONCE) post();
    if (isScheduled) return;
    isScheduled = true;
    // After the sockets that are ready were read: one message for several.
    setImmediate(() => {
      isScheduled = false;
      post();
    });
  }

  function post(): void {
    const done = report;
    if (done.answers.length === 0 && done.failures.length === 0) return;
    report = { answers: [], failures: [] };
    port.postMessage(done);
  }

  function answered(call: ThreadCall, { status, headers }: EgressResponse, body: string | Uint8Array): void {
    underWay[call.slot] = undefined;
    report.answers.push({ slot: call.slot, status, headers, body });
    schedule();
  }

  function failed({ slot, isSent }: ThreadCall, thrown: unknown): void {
    underWay[slot] = undefined;
    const { code, message, details } = toAppError(thrown);
    report.failures.push({ slot, code, message, details, isSent });
    schedule();
  }

  function serve(call: ThreadCall): void {
    underWay[call.slot] = call;
    const onFailure = (thrown: unknown) => failed(call, thrown);
    egress
      .request(call)
      .then((response) => readBody(response).then((body) => answered(call, response, body), onFailure), onFailure);
  }

  port.on("message", (orders: ThreadOrders) => {
    for (const order of orders)
      if (typeof order === "number") underWay[order]?.abort();
      else serve(new ThreadCall(order));
  });
}

/** Text, or the bytes of what is compressed. Of an error its beginning, which is all that anybody reads. */
function readBody({ status, headers, body }: EgressResponse): Promise<string | Uint8Array> {
  const encoding = headers["content-encoding"];
  const isText = encoding === undefined || encoding === "identity";
  return isText && status < 300 && body.collect !== undefined ? body.collect() : readBytes(status, body, isText);
}

async function readBytes(status: number, body: ResponseBody, isText: boolean): Promise<string | Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (status >= 300 && bytes >= MAX_ERROR_BYTES) break;
  }
  const whole = Buffer.concat(chunks);
  return isText ? whole.toString("utf8") : whole;
}
