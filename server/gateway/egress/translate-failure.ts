import { AppError, type ErrorCode, isAppError } from "@/lib/contracts/errors";
import type { CallSignal } from "@/server/gateway/spec/call-signal";

/** How far an exchange had come when it failed. */
export type ExchangePhase = "connect" | "head" | "body";

const NO_SUCH_HOST = new Set(["ENOTFOUND", "EAI_NONAME", "EAI_NODATA", "ENODATA"]);
const UNREACHABLE = new Set(["EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN", "ENETDOWN", "EADDRNOTAVAIL"]);
const CLOSED = new Set([
  "ECONNRESET",
  "EPIPE",
  "UND_ERR_SOCKET",
  "UND_ERR_CLOSED",
  "UND_ERR_DESTROYED",
  "UND_ERR_ABORTED",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
]);

/**
 * Any failure of the network as an `AppError`: the one place that reads error codes of Node and undici. Their messages never
 * pass, because they can hold header values and whole URLs; a code such as ECONNREFUSED does.
 */
export function translateFailure(error: unknown, host: string, phase: ExchangePhase): AppError {
  if (isAppError(error)) return error;
  const code = readCode(error);
  const suffix = code === "" ? "" : ` (${code})`;

  if (code === "UND_ERR_CONNECT_TIMEOUT" || (code === "ETIMEDOUT" && phase === "connect"))
    return timedOut(host, "connect");
  if (code === "UND_ERR_HEADERS_TIMEOUT") return timedOut(host, "firstByte");
  if (code === "UND_ERR_BODY_TIMEOUT" || code === "ETIMEDOUT") return timedOut(host, "idle");
  if (NO_SUCH_HOST.has(code))
    return unavailable(`The name ${host} does not resolve${suffix}. Check the base URL for a typing error.`);
  if (code === "EAI_AGAIN")
    return unavailable(
      `The name ${host} could not be resolved just now${suffix}. Check the server's DNS, then try again.`,
    );
  if (code === "ECONNREFUSED")
    return unavailable(`${host} refused the connection${suffix}. Check the port, and that the server is running.`);
  if (UNREACHABLE.has(code))
    return unavailable(
      `${host} can't be reached from here${suffix}. Check the network between Sluice and the provider.`,
    );
  if (isTlsCode(code))
    return unavailable(
      `No secure connection to ${host}: its certificate or TLS set-up was not accepted${suffix}. Check the address and its certificate.`,
    );
  if (code.startsWith("HPE_") || code === "UND_ERR_HEADERS_OVERFLOW" || code === "UND_ERR_RESPONSE") {
    return new AppError(
      "provider_bad_response",
      `${host} did not answer in HTTP${suffix}. Check the scheme and the port of the base URL.`,
    );
  }
  if (CLOSED.has(code) && phase !== "connect") {
    return unavailable(
      `${host} closed the connection before the answer was complete${suffix}. Try again; if it persists, look at the provider's status page.`,
    );
  }
  return unavailable(
    `The connection to ${host} failed${suffix}. Try again; if it persists, check the network between Sluice and the provider.`,
  );
}

export type TimeLimit = "connect" | "firstByte" | "idle" | "total";

const WHAT_TIMED_OUT: Record<TimeLimit, (host: string, limit: string) => string> = {
  connect: (host) => `No connection to ${host} in time. Check the address, the port and any firewall in between.`,
  firstByte: (host, limit) =>
    `${host} accepted the request but sent no answer${limit}. Try again, a smaller prompt, or another model.`,
  idle: (host, limit) => `${host} began to answer and then sent nothing${limit}. Try again, or use another model.`,
  total: (host, limit) =>
    `${host} did not finish its answer${limit}. Ask for a shorter answer, or raise the time limit.`,
};

export function timedOut(host: string, which: TimeLimit, limitMs?: number): AppError {
  const limit =
    limitMs === undefined ? "" : ` for ${limitMs >= 1000 ? `${Math.round(limitMs / 100) / 10} s` : `${limitMs} ms`}`;
  return new AppError("provider_timeout", WHAT_TIMED_OUT[which](host, limit));
}

/** Why the caller stopped: its own typed reason where it gave one (a deadline), else the client went away. */
export function abortedBy(signal: CallSignal): AppError {
  return isAppError(signal.reason) ? signal.reason : new AppError("client_closed");
}

function unavailable(message: string): AppError {
  return new AppError("provider_unavailable", message);
}

/** Node bundles the failures of several addresses of one name; the first stands for all. */
function readCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return readCode(error.errors[0]);
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  // undici leaves the code of this one unset.
  if (error instanceof Error && error.name === "HTTPParserError") return "HPE_INVALID";
  return "cause" in error ? readCode(error.cause) : "";
}

function isTlsCode(code: string): boolean {
  return /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/.test(
    code,
  );
}

/** Whether a connection that failed so before it was open was attempted: packets were sent to the origin. */
export function isContact(code: ErrorCode): boolean {
  return code !== "egress_blocked" && code !== "client_closed";
}
