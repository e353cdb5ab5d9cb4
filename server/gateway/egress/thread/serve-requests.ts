import type { MessagePort } from "node:worker_threads";
import { toAppError } from "@/lib/contracts/errors";
import type { Egress } from "@/server/gateway/egress/create-egress";
import type { EgressResponse } from "@/server/gateway/egress/exchange";
import { MAX_ERROR_BYTES } from "@/server/gateway/egress/max-error-bytes";
import { MOST_AT_ONCE, type ThreadOrders, type ThreadReport, type ThreadRequest } from "./thread-messages";

/** The egress thread's side: sends what the port brings, reads each answer whole, and reports once a turn of the event loop. */
export function serveRequests(port: MessagePort, egress: Pick<Egress, "request">): void {
  const underWay = new Map<number, AbortController>();
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

  async function serve(request: ThreadRequest): Promise<void> {
    const { id } = request;
    const leaving = new AbortController();
    underWay.set(id, leaving);
    let isSent = false;
    try {
      const response = await egress.request({
        ...request,
        body: typeof request.body === "object" ? Buffer.from(request.body) : request.body,
        signal: leaving.signal,
        onSent: () => {
          isSent = true;
        },
      });
      report.answers.push({
        id,
        status: response.status,
        headers: response.headers,
        body: await readBody(response),
      });
    } catch (thrown) {
      const { code, message, details } = toAppError(thrown);
      report.failures.push({ id, code, message, details, isSent });
    } finally {
      underWay.delete(id);
      schedule();
    }
  }

  port.on("message", ({ requests, aborts }: ThreadOrders) => {
    for (const request of requests) void serve(request);
    for (const id of aborts) underWay.get(id)?.abort();
  });
}

/** Text, or the bytes of what is compressed. Of an error its beginning, which is all that anybody reads. */
async function readBody({ status, headers, body }: EgressResponse): Promise<string | Uint8Array> {
  const encoding = headers["content-encoding"];
  const isText = encoding === undefined || encoding === "identity";
  if (isText && status < 300 && body.collect !== undefined) return body.collect();
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
