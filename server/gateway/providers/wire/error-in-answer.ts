import { AppError } from "@/lib/contracts/errors";
import type { CallContext } from "@/server/gateway/spec/provider";

/** An error object that came inside a 2xx answer or a stream, past the transport, which else takes the credentials out. */
export function errorInAnswer(error: AppError, { credentials }: Pick<CallContext, "credentials">): AppError {
  return new AppError(error.code, credentials.apiKey?.redactFrom(error.message) ?? error.message, error.details);
}
