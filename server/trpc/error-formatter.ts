import { type TRPCDefaultErrorShape, TRPCError } from "@trpc/server";
import { z } from "zod";
import { AppError, ERRORS, isAppError } from "@/lib/contracts/errors";

/** Codes that tRPC itself raises, as ours. */
const OWN_CODES = new Map<
  TRPCError["code"],
  "not_found" | "method_not_allowed" | "request_too_large" | "unauthenticated" | "invalid_request"
>([
  ["NOT_FOUND", "not_found"],
  ["METHOD_NOT_SUPPORTED", "method_not_allowed"],
  ["PAYLOAD_TOO_LARGE", "request_too_large"],
  ["UNAUTHORIZED", "unauthenticated"],
  ["BAD_REQUEST", "invalid_request"],
  ["PARSE_ERROR", "invalid_request"],
  ["UNSUPPORTED_MEDIA_TYPE", "invalid_request"],
]);

/** What a failed procedure tells its caller: the `AppError` behind it, faulty input by field, and of everything unforeseen nothing but `internal`. */
export function appErrorOf(error: TRPCError): AppError {
  if (isAppError(error.cause)) return error.cause;
  if (error.code === "BAD_REQUEST" && error.cause instanceof z.core.$ZodError) return invalidInput(error.cause);
  const code = OWN_CODES.get(error.code);
  return code
    ? new AppError(code, error.message)
    : new AppError("internal", undefined, {}, { cause: error.cause ?? error });
}

/** The same error with the code, and so the HTTP status, of the table. */
export function toTrpcError(error: TRPCError): TRPCError {
  const cause = appErrorOf(error);
  return new TRPCError({ code: ERRORS[cause.code].trpc, message: messageOf(cause), cause });
}

/** tRPC's error shape without its stack, and with `data.sluice`: our code, details and the request's id. */
export function formatError(shape: TRPCDefaultErrorShape, error: TRPCError, requestId: string | null) {
  const cause = appErrorOf(error);
  const { stack: _, ...data } = shape.data;
  return {
    ...shape,
    message: messageOf(cause),
    data: { ...data, sluice: { code: cause.code, details: cause.details, requestId } },
  };
}

const messageOf = (error: AppError) => (error.code === "internal" ? ERRORS.internal.en : error.message);

function invalidInput(error: z.core.$ZodError): AppError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const path = issue.path.map(String).join(".");
    fields[path] ??= issue.message;
  }
  const [param] = Object.keys(fields);
  const list = Object.entries(fields).map(([path, message]) => (path ? `${path}: ${message}` : message));
  return new AppError("invalid_request", `The input is not valid. ${list.join("; ")}`, { param, fields });
}
