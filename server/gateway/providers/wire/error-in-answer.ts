import { AppError } from "@/lib/contracts/errors";
import type { CallContext } from "@/server/gateway/spec/provider";
import { redactCredentials } from "@/server/gateway/spec/redact-credentials";

/** An error object that came inside a 2xx answer or a stream, past the transport, which else takes the credentials out. */
export function errorInAnswer(error: AppError, { credentials }: Pick<CallContext, "credentials">): AppError {
  return new AppError(error.code, redactCredentials(credentials, error.message), error.details);
}
