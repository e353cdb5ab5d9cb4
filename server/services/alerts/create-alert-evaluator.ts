import { z } from "zod";
import type { Database } from "@/server/db/client";
import { evaluateRule } from "./evaluate-rule";

const LOOK_MS = 5_000;
/** Each rule is looked at this often. */
const EVERY_SECONDS = 30;
const BATCH = 50;

const claimed = z.array(z.object({ id: z.string(), tenantId: z.string() }));

export interface AlertEvaluator {
  /** Looks at every rule that is due; resolves with how many it was. */
  run(): Promise<number>;
  close(): Promise<void>;
}

export interface AlertEvaluatorParts {
  database: Database;
  now: () => Date;
  /** Called when something was opened or resolved, so that it is told at once. */
  onTransition: () => void;
  log: (message: string, error?: unknown) => void;
  /** Zero: only when told to. */
  everyMs?: number;
}

/** Looks at the rules of all tenants. Any number of replicas share the work: whoever moves a rule's next moment on has it. */
export function createAlertEvaluator(parts: AlertEvaluatorParts): AlertEvaluator {
  const { database, now, onTransition, log, everyMs = LOOK_MS } = parts;
  let isClosing = false;
  let running: Promise<number> | undefined;

  async function look(): Promise<number> {
    let seen = 0;
    while (!isClosing) {
      const at = now();
      const rows = await database.asSystem.$queryRaw`
        UPDATE alert_rules SET next_evaluation_at = ${at}::timestamptz + make_interval(secs => ${EVERY_SECONDS})
        WHERE id IN (
          SELECT id FROM alert_rules WHERE is_enabled AND next_evaluation_at <= ${at}::timestamptz
          ORDER BY next_evaluation_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
        ) RETURNING id, tenant_id AS "tenantId"`;
      const rules = claimed.parse(rows);
      if (rules.length === 0) break;
      for (const rule of rules) {
        seen++;
        try {
          if ((await evaluateRule({ database, now }, rule)) !== null) onTransition();
        } catch (error) {
          log("An alert rule could not be evaluated; it is in half a minute.", error);
        }
      }
    }
    return seen;
  }

  const run = () => {
    running ??= look().finally(() => {
      running = undefined;
    });
    return running;
  };
  const timer =
    everyMs > 0
      ? setInterval(
          () => void run().catch((error: unknown) => log("Alert rules can't be read; trying again.", error)),
          everyMs,
        )
      : undefined;
  timer?.unref();
  return {
    run,
    async close() {
      isClosing = true;
      clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
}
