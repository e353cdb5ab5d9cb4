import { Worker } from "node:worker_threads";
import { AppError } from "@/lib/contracts/errors";
import type { EgressPolicy, EgressRequest } from "@/server/gateway/egress/create-egress";
import type { EgressResponse } from "@/server/gateway/egress/exchange";
import { abortedBy, isContact } from "@/server/gateway/egress/translate-failure";
import { createBusyWatch } from "./busy-watch";
import { MOST_AT_ONCE, type ThreadFailure, type ThreadOrders, type ThreadReport } from "./thread-messages";
import { WholeBody } from "./whole-body";

export interface EgressThread {
  /** Whether the main thread has more to do than it can well do alone. */
  isWanted(): boolean;
  /** As `Egress.request`, for answers that are wanted whole. */
  request(request: EgressRequest, onContact: () => void): Promise<EgressResponse>;
  /** Lets what is under way end, then ends the thread. */
  close(): Promise<void>;
}

interface Pending {
  request: EgressRequest;
  onContact: () => void;
  onAbort: () => void;
  resolve: (response: EgressResponse) => void;
  reject: (error: AppError) => void;
}

/** Young garbage is all that the thread makes: one answer after the other. V8 takes a third of it for each half, 4 MB. */
const YOUNG_HEAP_MB = 12;

/**
 * Sockets, TLS and HTTP to providers in a thread of their own, for times when calls keep the main one busy. Requests and answers cross a few
 * at a time. Should the thread end, what it had is refused as `internal` and the next request starts another.
 */
export function createEgressThread(script: URL, policy: EgressPolicy): EgressThread {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let nextId = 1;
  let orders: ThreadOrders = { requests: [], aborts: [] };
  let isScheduled = false;
  let onIdle: (() => void) | undefined;

  function start(): Worker {
    const started = new Worker(script, {
      workerData: policy,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    started.unref();
    started.on("message", (report: ThreadReport) => receive(report));
    started.on("error", () => lose(started));
    started.on("exit", () => lose(started));
    return started;
  }

  /** What was under way may have reached the provider: `internal` after it was sent counts as possibly billed. */
  function lose(ended: Worker): void {
    if (worker !== ended) return;
    worker = undefined;
    for (const [id, { request }] of pending) {
      request.onSent?.();
      settle(id)?.reject(
        new AppError("internal", "The connection to the provider was lost inside of Sluice. Try again."),
      );
    }
  }

  function receive({ answers, failures }: ThreadReport): void {
    for (const { id, status, headers, body } of answers) {
      const waiting = settle(id);
      if (waiting === undefined) continue;
      waiting.onContact();
      waiting.request.onSent?.();
      waiting.resolve({ status, headers, body: new WholeBody(body) });
    }
    for (const failure of failures) {
      const waiting = settle(failure.id);
      if (waiting === undefined) continue;
      if (failure.isSent) waiting.request.onSent?.();
      if (failure.isSent || isContact(failure.code)) waiting.onContact();
      waiting.reject(errorOf(failure, waiting.request));
    }
  }

  function settle(id: number): Pending | undefined {
    const waiting = pending.get(id);
    if (waiting === undefined) return undefined;
    pending.delete(id);
    waiting.request.signal.removeEventListener("abort", waiting.onAbort);
    if (pending.size === 0) onIdle?.();
    return waiting;
  }

  function schedule(): void {
    // The thread begins with these while this one goes on; all at once, each of the two would wait for the other.
    if (orders.requests.length >= MOST_AT_ONCE) post();
    if (isScheduled) return;
    isScheduled = true;
    // After the promises of this turn, many of which have a request too.
    process.nextTick(() => {
      isScheduled = false;
      post();
    });
  }

  function post(): void {
    const batch = orders;
    if (batch.requests.length === 0 && batch.aborts.length === 0) return;
    orders = { requests: [], aborts: [] };
    worker ??= start();
    worker.postMessage(batch);
  }

  function request(asked: EgressRequest, onContact: () => void): Promise<EgressResponse> {
    return new Promise((resolve, reject) => {
      const id = nextId++;
      const onAbort = () => {
        orders.aborts.push(id);
        schedule();
      };
      pending.set(id, { request: asked, onContact, onAbort, resolve, reject });
      asked.signal.addEventListener("abort", onAbort);
      orders.requests.push({
        id,
        url: asked.url,
        method: asked.method,
        headers: asked.headers,
        body: asked.body,
        firstByteTimeoutMs: asked.firstByteTimeoutMs,
        idleTimeoutMs: asked.idleTimeoutMs,
        totalTimeoutMs: asked.totalTimeoutMs,
        maxBodyBytes: asked.maxBodyBytes,
      });
      schedule();
    });
  }

  async function close(): Promise<void> {
    if (pending.size > 0)
      await new Promise<void>((resolve) => {
        onIdle = resolve;
      });
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  }

  return { isWanted: createBusyWatch(), request, close };
}

/** The thread can't know why a caller left. */
function errorOf({ code, message, details }: ThreadFailure, { signal }: EgressRequest): AppError {
  return code === "client_closed" && signal.aborted ? abortedBy(signal) : new AppError(code, message, details);
}
