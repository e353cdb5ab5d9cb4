import { spawn } from "node:child_process";
import { PROJECT_ROOT } from "./project-root.mjs";

/**
 * Runs a command with our terminal and waits for its end; signals that reach us reach it. Returns its exit code, 128 + n when a signal
 * ended it. When we were told to end meanwhile, we end with it.
 */
export async function runCommand(file, args, { env = {}, stdio = "inherit" } = {}) {
  const child = spawn(file, args, { cwd: PROJECT_ROOT, env: { ...process.env, ...env }, stdio });
  let received;
  const pass = (signal) => {
    received = signal;
    // Ctrl-C in a terminal reaches the child by itself; passing it on would count as pressing it twice.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of Object.keys(SIGNAL_NUMBERS)) process.on(signal, pass);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (exitCode, signal) => resolve(exitCode ?? 128 + (SIGNAL_NUMBERS[signal] ?? 9)));
    });
    if (received) process.exit(code === 0 ? 0 : 128 + SIGNAL_NUMBERS[received]);
    return code;
  } finally {
    for (const signal of Object.keys(SIGNAL_NUMBERS)) process.off(signal, pass);
  }
}

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** As `runCommand`, with this Node. */
export function runNode(args, options) {
  return runCommand(process.execPath, args, options);
}
