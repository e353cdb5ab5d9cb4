import { type AppError, type ErrorCode, toAppError } from "@/lib/contracts/errors";
import type { VerificationStage, VerificationView } from "@/lib/contracts/verification";
import type { Egress } from "@/server/gateway/egress/create-egress";
import { createTransport } from "@/server/gateway/egress/create-transport";
import type { Credentials, ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import { findFix } from "./find-fix";

export interface VerificationReport extends VerificationView {
  /** What the listing held, for the sync that follows; stays on the server. */
  models?: ListedModel[];
}

export interface VerifyOptions {
  definition: ProviderDefinition;
  credentials: Credentials;
  egress: Egress;
  signal: AbortSignal;
}

type StageName = VerificationStage["stage"];

/** Time limits of a test: somebody waits for it in front of a form. */
const TIMEOUTS = { firstByteTimeoutMs: 15_000, idleTimeoutMs: 10_000, totalTimeoutMs: 30_000 };
/** The key was understood and accepted; something else stands in the way for now. */
const VALID_KEY_CODES = new Set<ErrorCode>(["provider_rate_limited", "provider_quota_exceeded"]);
/** The server answered, but not as the API: the key was perhaps never looked at. */
const WRONG_PLACE_CODES = new Set<ErrorCode>([
  "provider_bad_response",
  "provider_model_missing",
  "provider_rejected",
  "capability_unsupported",
]);

/**
 * Tests a configuration stage by stage through the production path, free of charge, and stops at the first failure. Never throws for
 * what it tests; rejects only when the caller aborts.
 */
export async function verifyProvider({
  definition,
  credentials,
  egress,
  signal,
}: VerifyOptions): Promise<VerificationReport> {
  const stages: VerificationStage[] = [];
  const http = createTransport({ egress, definition, credentials, signal, timeouts: TIMEOUTS });

  async function run<T>(
    action: () => Promise<T>,
  ): Promise<{ value: T; latencyMs: number } | { error: AppError; latencyMs: number }> {
    const startedAtMs = performance.now();
    const latencyMs = () => Math.round(performance.now() - startedAtMs);
    try {
      return { value: await action(), latencyMs: latencyMs() };
    } catch (error) {
      if (signal.aborted) throw error;
      return { error: toAppError(error), latencyMs: latencyMs() };
    }
  }

  if (definition.isLocal) {
    stages.push(skipped("address"), skipped("connect"));
  } else {
    const address = await run(() => egress.resolve(credentials.baseUrl));
    stages.push(
      "error" in address ? failed("address", address.error, address.latencyMs) : passed("address", address.latencyMs),
    );
    if ("error" in address) return close(stages, "connect", "auth", "models");

    const connect = await run(() => knock(egress, credentials.baseUrl, signal));
    stages.push(
      "error" in connect ? failed("connect", connect.error, connect.latencyMs) : passed("connect", connect.latencyMs),
    );
    if ("error" in connect) return close(stages, "auth", "models");
  }

  const listing = await run(() => definition.listModels({ credentials, http, signal }));
  if (!("error" in listing)) {
    stages.push(passed("auth", listing.latencyMs), passed("models", 0));
    return { isValid: true, stages, modelCount: listing.value.length, models: listing.value };
  }
  const { error, latencyMs } = listing;
  if (VALID_KEY_CODES.has(error.code)) {
    stages.push({ ...failed("auth", error, latencyMs), outcome: "passed" }, skipped("models"));
    return { isValid: true, stages, modelCount: null };
  }
  if (WRONG_PLACE_CODES.has(error.code)) {
    stages.push(skipped("auth"), failed("models", error, latencyMs));
    return { isValid: false, stages, modelCount: null };
  }
  stages.push(failed("auth", error, latencyMs));
  return close(stages, "models");
}

/** Any HTTP answer at all, a redirect or an error page included, proves the connection. Sent without the key. */
async function knock(egress: Egress, baseUrl: string, signal: AbortSignal): Promise<void> {
  try {
    const { body } = await egress.request({
      url: baseUrl,
      method: "GET",
      headers: { accept: "*/*" },
      signal,
      ...TIMEOUTS,
      maxBodyBytes: 1_000_000,
    });
    await body.return?.();
  } catch (error) {
    if (toAppError(error).details.upstreamStatus === undefined) throw error;
  }
}

function passed(stage: StageName, latencyMs: number): VerificationStage {
  return { stage, outcome: "passed", latencyMs };
}

function skipped(stage: StageName): VerificationStage {
  return { stage, outcome: "skipped", latencyMs: 0 };
}

function failed(stage: StageName, error: AppError, latencyMs: number): VerificationStage {
  return { stage, outcome: "failed", latencyMs, code: error.code, message: error.message, fix: findFix(error.code) };
}

function close(stages: VerificationStage[], ...rest: StageName[]): VerificationReport {
  return { isValid: false, stages: [...stages, ...rest.map(skipped)], modelCount: null };
}
