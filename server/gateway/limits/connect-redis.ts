import type { Secret } from "@/server/gateway/spec/secret";
import type { RedisScript } from "./redis-scripts";

/** What of Redis the limiter uses. Throws whatever goes wrong; nothing is kept for later, and nothing is sent twice. */
export interface RedisLink {
  run(script: RedisScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** Drops the connection and makes another: one that has gone silent may never speak again. */
  reconnect(): void;
  close(): void;
}

/** As long as a call may be held up by a Redis that does not answer. */
export const COMMAND_TIMEOUT_MS = 50;
const CONNECT_TIMEOUT_MS = 1_000;
const LONGEST_RETRY_MS = 1_000;

/** Resolves when the connection stands, or after a second without: it goes on connecting in the background, and again whenever it is lost. */
export async function connectRedis(url: Secret): Promise<RedisLink> {
  // Here, since most have none, and it takes 2 MB.
  const { Redis } = await import("ioredis");
  const redis = new Redis(url.reveal(), {
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableOfflineQueue: false,
    // The first command is the check: every greeting before it is one more answer to wait for, with no time limit to it.
    enableReadyCheck: false,
    disableClientInfo: true,
    protocol: 2,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(100 * times, LONGEST_RETRY_MS),
  });
  // Each failed command tells its caller; a connection's own errors are the same news.
  redis.on("error", () => undefined);

  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, CONNECT_TIMEOUT_MS);
    redis.once("ready", () => {
      clearTimeout(timer);
      resolve();
    });
  });

  return {
    async run(script, keys, args) {
      try {
        return await inTime(redis.call("EVALSHA", script.sha, keys.length, ...keys, ...args));
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
        return inTime(redis.call("EVAL", script.text, keys.length, ...keys, ...args));
      }
    },
    reconnect() {
      // "connect" is a connection whose greeting has not been answered. One that is only being made has its own time limit.
      if (redis.status === "ready" || redis.status === "connect") redis.disconnect(true);
    },
    close: () => redis.disconnect(),
  };
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // Timers run before sockets are read: after a busy spell the answer may lie there already, and gets this one turn to be found.
      setImmediate(() => reject(new Error(`Redis did not answer within ${COMMAND_TIMEOUT_MS} ms.`)));
    }, COMMAND_TIMEOUT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
