import type { AppError, ErrorCode } from "@/lib/contracts/errors";
import { lookUp } from "@/lib/look-up";
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

/** A model that can't do what was asked: another one may. */
const NOT_OFFERED =
  /\b(does not|doesn't|do not|not) support(ed)?\b.{0,60}\b(tools?|tool[ _]choice|tool calling|function calling|response[ _]format|json_schema|structured output|images?|vision|audio|thinking|reasoning|parameter)|\b(tool calling|image input|reasoning_effort|reasoning_format|response_format|tools?) (is|are) not supported/i;

/** The OpenAI error dialect with a vendor's own codes first, and with what a model lacks told apart from what is wrong. */
export function createVendorErrorReader(
  providerName: string,
  { codes = {}, words = [], statuses = {} }: VendorErrors,
): (answer: { status: number; body: unknown }) => AppError {
  const readOther = createErrorReader(providerName);
  return (answer) => {
    const { message, type, code } = readErrorParts(answer.body);
    const known =
      lookUp(codes, code) ??
      lookUp(codes, type) ??
      words.find(([pattern]) => pattern.test(message))?.[1] ??
      statuses[answer.status] ??
      ((answer.status === 400 || answer.status === 422) && NOT_OFFERED.test(message)
        ? "capability_unsupported"
        : undefined);
    if (known === undefined) return readOther(answer);
    return upstreamError(providerName, known, answer.status >= 400 ? answer.status : 500, message);
  };
}
