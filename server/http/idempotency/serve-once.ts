import { AppError, toAppError } from "@/lib/contracts/errors";
import { formatNanoUsd } from "@/lib/contracts/money";
import type { Exchange } from "@/server/http/exchange";
import { readBody } from "@/server/http/read-body";
import type { Claim, Idempotency } from "@/server/services/idempotency/create-idempotency";
import { fingerprintRequest } from "@/server/services/idempotency/fingerprint-request";
import { isStorable } from "@/server/services/idempotency/is-storable";
import type { Outcome } from "@/server/services/idempotency/stored-outcome";
import { recordAnswer } from "./record-answer";
import { rewindRequest } from "./rewind-request";

/** As much as the most generous address takes; each applies its own bound after. */
const MAX_BODY_BYTES = 32_000_000;

/**
 * Serves a call under its `Idempotency-Key`: the first one is made, each exact repetition gets the first one's answer without a call of its
 * own. The call outlives a client that leaves, so that the answer it paid for is there when it asks again.
 */
export async function serveOnce(
  idempotency: Idempotency | undefined,
  tenantId: string,
  key: string,
  exchange: Exchange,
  serve: () => Promise<void> | void,
): Promise<void> {
  if (!idempotency)
    throw new AppError("not_ready", "This server keeps no Idempotency-Keys. Send the call without one.");
  const { req, requestId } = exchange;
  const body = await readBody(req, MAX_BODY_BYTES);
  const fingerprint = fingerprintRequest(req.method ?? "", req.url ?? "", req.headers["content-type"], body);
  const claimed = await idempotency.claim({ tenantId, key, fingerprint, requestId });
  if (claimed.kind === "done") return replay(exchange, claimed.outcome, claimed.requestId);
  exchange.req = rewindRequest(req, body);
  exchange.outlivesClient = true;
  await serveClaimed(idempotency, claimed.claim, exchange, serve);
}

async function serveClaimed(
  idempotency: Idempotency,
  claim: Claim,
  exchange: Exchange,
  serve: () => Promise<void> | void,
): Promise<void> {
  const { res } = exchange;
  if (claim.isTakenOver) exchange.setHeader("x-sluice-idempotency", "taken-over");
  const recorder = recordAnswer(exchange);
  try {
    await serve();
  } catch (thrown) {
    recorder.stop();
    const error = toAppError(thrown);
    if (res.headersSent) await idempotency.complete(claim, { kind: "unreplayable", reason: "The answer broke off." });
    else if (isStorable(error)) {
      exchange.setHeader("x-should-retry", "false");
      await idempotency.complete(claim, { kind: "error", error });
    } else await idempotency.release(claim);
    throw thrown;
  }
  const outcome = recorder.outcome();
  if (outcome) await idempotency.complete(claim, outcome);
  else await idempotency.release(claim);
  recorder.finish();
}

/** Writes what the first call came to, in the client's own dialect because it is the very bytes; it costs nothing. */
function replay(exchange: Exchange, outcome: Outcome, originalRequestId: string): void {
  if (outcome.kind === "unreplayable") {
    throw new AppError(
      "idempotency_unreplayable",
      `The call with this Idempotency-Key was made, as request ${originalRequestId}, and can't be repeated: ${outcome.reason} Use a new key to make it again.`,
    );
  }
  exchange.setHeader("idempotent-replayed", "true");
  exchange.setHeader("x-sluice-original-request-id", originalRequestId);
  if (outcome.kind === "error") {
    exchange.setHeader("x-should-retry", "false");
    throw outcome.error;
  }
  for (const [name, value] of Object.entries(outcome.headers)) exchange.setHeader(name, value);
  if (outcome.headers["x-sluice-cost-usd"] !== undefined) exchange.setHeader("x-sluice-cost-usd", formatNanoUsd(0n));
  exchange.setHeader("content-length", outcome.body.length);
  exchange.writeHead(outcome.status);
  exchange.res.end(outcome.body);
}

/** The key that a client sent; undefined, which is nearly always, costs one look. */
export function idempotencyKeyOf({ req }: Exchange): string | undefined {
  const header = req.headers["idempotency-key"];
  return typeof header === "string" ? header : undefined;
}
