import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const LOG_TAIL_LINES = 8;

/** Starts processes and knows them all, so that `stopAll` leaves none behind. Each gets a group of its own and, if started to stay, a log in `logDir`. */
export function createChildren(logDir) {
  const running = new Map();
  let isEnding = false;

  function launch(name, file, args, { env = {}, cwd, stdio, stopMs = 3_000 }) {
    if (isEnding) throw new Error("The run is being ended.");
    const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio, detached: true });
    const ended = new Promise((resolve) => {
      child.once("error", (error) => resolve({ code: -1, reason: error.message }));
      child.once("exit", (code, signal) => resolve({ code: code ?? -1, reason: signal ?? `exit code ${code}` }));
    });
    const process_ = { name, child, ended, pid: child.pid, isRunning: true, stop: () => stop(process_, stopMs) };
    running.set(child, process_);
    ended.then(() => {
      process_.isRunning = false;
      running.delete(child);
    });
    return process_;
  }

  /** A process that stays until it is stopped. */
  function start(name, file, args, options = {}) {
    const logPath = join(logDir, `${name}.log`);
    const log = openSync(logPath, "a");
    const started = launch(name, file, args, { ...options, stdio: ["ignore", log, log] });
    closeSync(log);
    return Object.assign(started, { logTail: () => tail(readFileSync(logPath, "utf8")) });
  }

  /** A process that ends by itself: its standard output. Throws with the end of what it said when it fails or takes longer than `timeoutMs`. */
  async function run(file, args, { timeoutMs = 600_000, ...options } = {}) {
    const started = launch(basename(file), file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let errors = "";
    started.child.stdout?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    started.child.stderr?.setEncoding("utf8").on("data", (text) => {
      errors += text;
    });
    const timer = setTimeout(() => signal(started, "SIGKILL"), timeoutMs);
    const startedAtMs = Date.now();
    const { code, reason } = await started.ended;
    clearTimeout(timer);
    if (code === 0) return output;
    const isLate = Date.now() - startedAtMs >= timeoutMs;
    const why = isLate ? `not done within ${timeoutMs / 1000} s` : tail(errors || output) || reason;
    throw new Error(`${basename(file)} failed: ${why}`);
  }

  /** Also keeps any more from being started. */
  async function stopAll() {
    isEnding = true;
    await Promise.all([...running.values()].map((each) => each.stop()));
  }

  return { start, run, stopAll };
}

async function stop(started, stopMs) {
  if (!started.isRunning) return;
  signal(started, "SIGTERM");
  const isDone = await Promise.race([started.ended.then(() => true), wait(stopMs, false)]);
  if (isDone) return;
  signal(started, "SIGKILL");
  await started.ended;
}

function signal({ child, isRunning }, name) {
  if (!isRunning || child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error; // It ended between the look and the signal.
  }
}

function tail(text) {
  return text.trim().split("\n").slice(-LOG_TAIL_LINES).join("\n");
}
