import type { AppError, ErrorCode } from "@/lib/contracts/errors";
import { upstreamError } from "@/server/gateway/providers/wire/upstream-error";
import { createErrorReader, readErrorParts } from "./read-error";

export interface VendorErrors {
  /** By the error's own `code` or `type`. */
  codes?: Readonly<Record<string, ErrorCode>>;
  /** By its words, where the vendor gives no code; the first that fits. */
  words?: readonly (readonly [RegExp, ErrorCode])[];
  /** By the status of the answer. */
  statuses?: Readonly<Record<number, ErrorCode>>;
}

/** The OpenAI error dialect with a vendor's own codes first. */
export function createVendorErrorReader(
  providerName: string,
  { codes = {}, words = [], statuses = {} }: VendorErrors,
): (answer: { status: number; body: unknown }) => AppError {
  const readOther = createErrorReader(providerName);
  return (answer) => {
    const { message, type, code } = readErrorParts(answer.body);
    const known =
      find(codes, code) ??
      find(codes, type) ??
      words.find(([pattern]) => pattern.test(message))?.[1] ??
      statuses[answer.status];
    if (known === undefined) return readOther(answer);
    return upstreamError(providerName, known, answer.status >= 400 ? answer.status : 500, message);
  };
}

function find(codes: Readonly<Record<string, ErrorCode>>, name: string): ErrorCode | undefined {
  return Object.hasOwn(codes, name) ? codes[name] : undefined;
}
