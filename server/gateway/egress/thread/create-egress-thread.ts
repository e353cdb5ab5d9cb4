import { Worker } from "node:worker_threads";
import { AppError } from "@/lib/contracts/errors";
import type { EgressPolicy, EgressRequest } from "@/server/gateway/egress/create-egress";
import type { EgressResponse } from "@/server/gateway/egress/exchange";
import { abortedBy, isContact } from "@/server/gateway/egress/translate-failure";
import { createBusyWatch } from "./busy-watch";
import { Slots } from "./slots";
import { MOST_AT_ONCE, type ThreadFailure, type ThreadOrders, type ThreadReport } from "./thread-messages";
import { WholeBody } from "./whole-body";

export interface EgressThread {
  /** Whether the main thread, which has so many exchanges under way itself, has more to do than it can well do alone. */
  isWanted(underWay: number): boolean;
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

/** A client that sends one request after the other keeps the loop busy too, but then nothing is left to do at the same time: the way there and back would only cost. */
const FEWEST_AT_ONCE = 4;

/** Young garbage is all that the thread makes: one answer after the other. V8 takes a third of it for each half, 4 MB. */
const YOUNG_HEAP_MB = 12;

/**
 * Sockets, TLS and HTTP to providers in a thread of their own, for times when calls keep the main one busy. Requests and answers cross a few
 * at a time. Should the thread end, what it had is refused as `internal` and the next request starts another.
 */
export function createEgressThread(script: URL, policy: EgressPolicy): EgressThread {
  const pending = new Slots<Pending>();
  let worker: Worker | undefined;
  let orders: ThreadOrders = [];
  let isScheduled = false;
  let onIdle: (() => void) | undefined;

  function start(): Worker {
    const started = new Worker(script, {
      workerData: policy,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    started.unref();
    started.on("message", (report: ThreadReport) => {
      if (worker === started) receive(report);
    });
    started.on("error", () => lose(started));
    started.on("exit", () => lose(started));
    return started;
  }

  /** What was under way may have reached the provider: `internal` after it was sent counts as possibly billed. */
  function lose(ended: Worker): void {
    if (worker !== ended) return;
    worker = undefined;
    for (const waiting of pending.takeAll()) {
      stopListening(waiting);
      waiting.request.onSent?.();
      waiting.reject(new AppError("internal", "The connection to the provider was lost inside of Sluice. Try again."));
    }
    onIdle?.();
  }

  function receive({ answers, failures }: ThreadReport): void {
    for (const { slot, status, headers, body } of answers) {
      const waiting = settle(slot);
      if (waiting === undefined) continue;
      waiting.onContact();
      waiting.request.onSent?.();
      waiting.resolve({ status, headers, body: new WholeBody(body) });
    }
    for (const failure of failures) {
      const waiting = settle(failure.slot);
      if (waiting === undefined) continue;
      if (failure.isSent) waiting.request.onSent?.();
      if (failure.isSent || isContact(failure.code)) waiting.onContact();
      waiting.reject(errorOf(failure, waiting.request));
    }
  }

  function settle(slot: number): Pending | undefined {
    const waiting = pending.take(slot);
    if (waiting === undefined) return undefined;
    stopListening(waiting);
    if (pending.size === 0) onIdle?.();
    return waiting;
  }

  function schedule(): void {
    // The thread begins with these while this one goes on; all at once, each of the two would wait for the other.
    if (orders.length >= MOST_AT_ONCE) post();
    if (isScheduled) return;
    isScheduled = true;
    // After the promises of this turn, many of which have a request too.
    process.nextTick(() => {
      isScheduled = false;
      post();
    });
  }

  function post(): void {
    if (orders.length === 0) return;
    const batch = orders;
    orders = [];
    worker ??= start();
    worker.postMessage(batch);
  }

  function request(asked: EgressRequest, onContact: () => void): Promise<EgressResponse> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        orders.push(slot);
        schedule();
      };
      const slot = pending.put({ request: asked, onContact, onAbort, resolve, reject });
      asked.signal.addEventListener("abort", onAbort);
      orders.push({
        slot,
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

  const isBusy = createBusyWatch();

  return { isWanted: (underWay) => underWay + pending.size >= FEWEST_AT_ONCE && isBusy(), request, close };
}

function stopListening({ request, onAbort }: Pending): void {
  request.signal.removeEventListener("abort", onAbort);
}

/** The thread can't know why a caller left. */
function errorOf({ code, message, details }: ThreadFailure, { signal }: EgressRequest): AppError {
  return code === "client_closed" && signal.aborted ? abortedBy(signal) : new AppError(code, message, details);
}
