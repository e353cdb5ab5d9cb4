import { setTimeout as wait } from "node:timers/promises";

/** Waits until `ask` resolves with true. Throws with the process's last words when it ends first or takes too long. */
export async function untilAnswers(process_, ask, timeoutMs = 60_000) {
  const deadlineMs = Date.now() + timeoutMs;
  while (Date.now() < deadlineMs) {
    if (!process_.isRunning) throw new Error(`${process_.name} ended while it started: ${process_.logTail()}`);
    if (await ask().catch(() => false)) return;
    await wait(100);
  }
  throw new Error(`${process_.name} did not answer within ${timeoutMs / 1000} s: ${process_.logTail()}`);
}

/** Whether one request of this kind is answered with 200. */
export async function answersCall({ port, path, headers, body }) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body,
    signal: AbortSignal.timeout(10_000),
  });
  await response.text();
  return response.status === 200;
}
