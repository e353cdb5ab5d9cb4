import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import type { DatabaseLog } from "./database-log";

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

export interface ListenOptions {
  connection: pg.ClientConfig;
  channel: string;
  onPayload: (payload: string) => void;
  /** Called when the connection breaks and again once it is back: notices sent meanwhile are lost. */
  onGap: () => void;
  log: DatabaseLog;
}

/**
 * Hears the notices of one channel on a connection of its own. Rejects when the first connection fails; after that it reconnects for ever.
 * `close` ends it, also in the middle of a reconnection.
 */
export async function listen(options: ListenOptions): Promise<{ close(): Promise<void> }> {
  const closing = new AbortController();
  let client = await connect(options, () => void reconnect());

  async function reconnect(): Promise<void> {
    options.log({
      level: "warn",
      msg: "The connection for change notices broke; reconnecting.",
      channel: options.channel,
    });
    options.onGap();
    for (let waitMs = FIRST_WAIT_MS; !closing.signal.aborted; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      const isClosing = await wait(waitMs * (0.5 + Math.random() / 2), false, {
        signal: closing.signal,
        ref: false,
      }).catch(() => true);
      if (isClosing) return;
      try {
        client = await connect(options, () => void reconnect());
      } catch (error) {
        options.log({
          level: "warn",
          msg: "Change notices can't be heard yet; trying again.",
          channel: options.channel,
          error,
        });
        continue;
      }
      if (closing.signal.aborted) await client.end();
      else options.onGap();
      return;
    }
  }

  return {
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      await client.end();
    },
  };

  async function connect({ connection, channel, onPayload }: ListenOptions, onBroken: () => void): Promise<pg.Client> {
    const next = new pg.Client({ ...connection, keepAlive: true });
    let isListening = false;
    next.on("notification", (notice) => onPayload(notice.payload ?? ""));
    // Without a listener an error on an idle connection would end the process; "end" follows it.
    next.on("error", (error) =>
      options.log({ level: "warn", msg: "The connection for change notices failed.", channel, error }),
    );
    next.on("end", () => {
      if (isListening && !closing.signal.aborted) onBroken();
    });
    try {
      await next.connect();
      await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await next.end().catch(() => undefined); // It never came to be; the error that says why is thrown below.
      throw error;
    }
    isListening = true;
    return next;
  }
}
