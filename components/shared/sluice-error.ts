import { TRPCClientError } from "@trpc/client";
import { z } from "zod";
import { ERRORS, type ErrorCode } from "@/lib/contracts/errors";

const errorCode = z.custom<ErrorCode>((value) => typeof value === "string" && Object.hasOwn(ERRORS, value));

const sluiceData = z.object({
  sluice: z.object({
    code: errorCode,
    requestId: z.string().nullish(),
    details: z
      .object({
        param: z.string().optional(),
        fields: z.record(z.string(), z.string()).optional(),
        dependents: z.array(z.string()).optional(),
        retryAfterSeconds: z.number().optional(),
      })
      .nullish(),
  }),
});

/** A failed call, read once. `code` is null when the server was never reached. */
export interface SluiceError {
  code: ErrorCode | null;
  /** The server's own sentence, in English. */
  message: string;
  requestId: string | null;
  /** Dotted path of a field → what is wrong with it. */
  fields: Record<string, string>;
  dependents: string[];
  isRetryable: boolean;
}

export function readSluiceError(error: unknown): SluiceError {
  const message = error instanceof Error ? error.message : String(error);
  const parsed = sluiceData.safeParse(error instanceof TRPCClientError ? error.data : undefined);
  if (!parsed.success) return { code: null, message, requestId: null, fields: {}, dependents: [], isRetryable: true };
  const { code, requestId, details } = parsed.data.sluice;
  return {
    code,
    message,
    requestId: requestId ?? null,
    fields: details?.fields ?? (details?.param ? { [details.param]: message } : {}),
    dependents: details?.dependents ?? [],
    isRetryable: ERRORS[code].retryable,
  };
}
