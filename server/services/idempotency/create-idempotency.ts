import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AppError, isAppError } from "@/lib/contracts/errors";
import type { Database } from "@/server/db/client";
import type { ServiceVault } from "@/server/services/service-context";
import { hashIdempotencyKey } from "./idempotency-key";
import { type Outcome, readOutcome, writeOutcome } from "./stored-outcome";

/** A call whose process has not renewed its claim for this long is taken for dead. */
const LEASE_SECONDS = 30;
const HEARTBEAT_MS = 8_000;
const KEPT_HOURS = 24;
const CLEAN_EVERY_MS = 10 * 60_000;
const CLEAN_BATCH = 1_000;
const STORE_TRIES = 3;
const DRAIN_MS = 10_000;

/** A key held by the one call that works under it. */
export interface Claim {
  tenantId: string;
  keyHash: string;
  claimId: string;
  /** An earlier call held it and its process died, so what that call did may be done again. */
  isTakenOver: boolean;
}

export type Claimed = { kind: "claimed"; claim: Claim } | { kind: "done"; outcome: Outcome; requestId: string };

export interface KeyedRequest {
  tenantId: string;
  /** As the client sent it. */
  key: string;
  fingerprint: string;
  requestId: string;
}

export interface Idempotency {
  /**
   * Takes the key, or gives what the call that had it came to. Throws `idempotency_in_flight` while that one runs, `idempotency_key_reused`
   * when it was another request, and `not_ready` when the database can't say.
   */
  claim(request: KeyedRequest): Promise<Claimed>;
  /** Stores what the call came to. Never throws: an answer that is there must not fail for it. */
  complete(claim: Claim, outcome: Outcome): Promise<void>;
  /** Frees the key, as if the call had never been. Never throws. */
  release(claim: Claim): Promise<void>;
  /** Waits up to ten seconds for calls whose clients have left; what runs on is taken for dead once its lease is over. */
  close(): Promise<void>;
}

export interface IdempotencyParts {
  database: Database;
  vault: ServiceVault;
  log: (message: string, error: unknown) => void;
}

const ownRow = z.object({ isTakenOver: z.boolean() });
const foreignRow = z.object({
  fingerprint: z.string(),
  state: z.string(),
  requestId: z.string(),
  response: z.string().nullable(),
});

/** Stripe's idempotency over Postgres: one row a key, held by a lease while its call runs. All replicas share it. */
export function createIdempotency({ database, vault, log }: IdempotencyParts): Idempotency {
  const running = new Set<string>();
  let onIdle = () => {};

  function forget(claimId: string): void {
    running.delete(claimId);
    if (running.size === 0) onIdle();
  }

  async function take({ tenantId, fingerprint, requestId }: KeyedRequest, keyHash: string) {
    const claimId = randomUUID();
    return database.inTenant(tenantId, async (tx) => {
      const taken = await tx.$queryRaw`
        INSERT INTO idempotency_keys AS k (id, tenant_id, key_hash, fingerprint, state, claim_id, request_id, lease_expires_at, expires_at)
        VALUES (${claimId}::uuid, ${tenantId}::uuid, ${keyHash}, ${fingerprint}, 'running', ${claimId}::uuid, ${requestId}::uuid,
          clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}), clock_timestamp() + make_interval(hours => ${KEPT_HOURS}))
        ON CONFLICT (tenant_id, key_hash) DO UPDATE SET fingerprint = EXCLUDED.fingerprint, state = 'running', claim_id = EXCLUDED.claim_id,
          request_id = EXCLUDED.request_id, response = NULL, lease_expires_at = EXCLUDED.lease_expires_at, created_at = clock_timestamp(),
          expires_at = EXCLUDED.expires_at
          WHERE k.expires_at <= clock_timestamp()
             OR (k.state = 'running' AND k.lease_expires_at <= clock_timestamp() AND k.fingerprint = EXCLUDED.fingerprint)
        RETURNING (xmax <> 0) AS "isTakenOver"`;
      const [own] = z.array(ownRow).parse(taken);
      if (own) return { claim: { tenantId, keyHash, claimId, isTakenOver: own.isTakenOver } };
      const held = await tx.$queryRaw`
        SELECT fingerprint, state, request_id AS "requestId", response FROM idempotency_keys
        WHERE tenant_id = ${tenantId}::uuid AND key_hash = ${keyHash}`;
      return { held: z.array(foreignRow).parse(held)[0] };
    });
  }

  async function claim(request: KeyedRequest): Promise<Claimed> {
    const keyHash = hashIdempotencyKey(request.key);
    const { claim, held } = await take(request, keyHash);
    if (claim) {
      running.add(claim.claimId);
      return { kind: "claimed", claim };
    }
    // Released between the two statements: whoever had it did nothing.
    if (!held) throw inFlight();
    if (held.fingerprint !== request.fingerprint) throw reused();
    if (held.response === null) throw inFlight();
    const text = await vault.decrypt(request.tenantId, placeOf(request.tenantId, keyHash), held.response);
    return { kind: "done", outcome: await readOutcome(text.reveal()), requestId: held.requestId };
  }

  async function settle({ tenantId, keyHash, claimId }: Claim, outcome: Outcome): Promise<void> {
    const response = await vault.encrypt(tenantId, placeOf(tenantId, keyHash), await writeOutcome(outcome));
    const state = outcome.kind === "unreplayable" ? "unreplayable" : "completed";
    await database.inTenant(tenantId, (tx) =>
      tx.idempotencyKey.updateMany({ where: { tenantId, keyHash, claimId }, data: { state, response } }),
    );
  }

  async function renew(): Promise<void> {
    if (running.size === 0) return;
    const ids = [...running];
    await database.asSystem.$executeRaw`
      UPDATE idempotency_keys SET lease_expires_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      WHERE claim_id = ANY(${ids}::uuid[]) AND state = 'running'`;
  }

  /** In batches, so that no replica holds many rows at once. */
  async function clean(): Promise<void> {
    let removed = CLEAN_BATCH;
    while (removed === CLEAN_BATCH) {
      removed = await database.asSystem.$executeRaw`
        DELETE FROM idempotency_keys WHERE (tenant_id, key_hash) IN (
          SELECT tenant_id, key_hash FROM idempotency_keys WHERE expires_at <= clock_timestamp() LIMIT ${CLEAN_BATCH} FOR UPDATE SKIP LOCKED)`;
    }
  }

  const every = (ms: number, run: () => Promise<void>, sentence: string) => {
    const timer = setInterval(() => void run().catch((error: unknown) => log(sentence, error)), ms);
    timer.unref();
    return timer;
  };
  const timers = [
    every(HEARTBEAT_MS, renew, "Running calls' idempotency keys can't be renewed; it is tried again."),
    every(CLEAN_EVERY_MS, clean, "Idempotency keys past their time can't be removed; it is tried again."),
  ];

  return {
    claim: (request) => claim(request).catch(refuseUnready),
    async complete(held, outcome) {
      for (let attempt = 1; ; attempt++) {
        try {
          await settle(held, outcome);
          break;
        } catch (error) {
          if (attempt < STORE_TRIES) continue;
          log("A call's answer could not be stored under its Idempotency-Key; a repetition may run again.", error);
          break;
        }
      }
      forget(held.claimId);
    },
    async release({ tenantId, keyHash, claimId }) {
      await database
        .inTenant(tenantId, (tx) => tx.idempotencyKey.deleteMany({ where: { tenantId, keyHash, claimId } }))
        .catch((error: unknown) => log("An Idempotency-Key could not be freed; it is in half a minute.", error));
      forget(claimId);
    },
    async close() {
      if (running.size > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, DRAIN_MS);
          onIdle = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      for (const timer of timers) clearInterval(timer);
    },
  };
}

function placeOf(tenantId: string, keyHash: string) {
  return { table: "idempotency_keys", row: `${tenantId}:${keyHash}`, column: "response" };
}

function inFlight(): AppError {
  return new AppError(
    "idempotency_in_flight",
    "A request with this Idempotency-Key is still running. Wait a moment, then send it again: you get its answer.",
    { retryAfterSeconds: 1 },
  );
}

function reused(): AppError {
  return new AppError(
    "idempotency_key_reused",
    "This Idempotency-Key was sent before with another method, address or body. Use a new key for each call; only exact repetitions share one.",
    { param: "Idempotency-Key" },
  );
}

/** Without the database nobody can tell whether the call was made before, so it is not made. */
function refuseUnready(error: unknown): never {
  if (isAppError(error) && error.code !== "not_ready") throw error;
  throw new AppError(
    "not_ready",
    "Sluice can't look up the Idempotency-Key because its database is out of reach, so the call was not made. Try again shortly.",
    { retryAfterSeconds: 5 },
    { cause: error },
  );
}
