import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { z } from "zod";
import { AppError, ERRORS, type ErrorCode, type ErrorDetails } from "@/lib/contracts/errors";

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Longer answers are given once, and can't be repeated. */
export const MAX_STORED_BYTES = 4_000_000;

/** What a call came to, and what every later call with its key gets. */
export type Outcome =
  | { kind: "answer"; status: number; headers: Record<string, string>; body: Buffer }
  | { kind: "error"; error: AppError }
  /** It can't be repeated, for the reason given as a sentence. */
  | { kind: "unreplayable"; reason: string };

const isErrorCode = (value: unknown): value is ErrorCode => typeof value === "string" && Object.hasOwn(ERRORS, value);

const document = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("answer"),
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    /** Compressed, base64. */
    body: z.string(),
  }),
  z.object({
    kind: z.literal("error"),
    code: z.custom<ErrorCode>(isErrorCode),
    message: z.string(),
    details: z.custom<ErrorDetails>((value) => typeof value === "object" && value !== null),
  }),
  z.object({ kind: z.literal("unreplayable"), reason: z.string() }),
]);

export async function writeOutcome(outcome: Outcome): Promise<string> {
  switch (outcome.kind) {
    case "answer":
      return JSON.stringify({ ...outcome, body: (await compress(outcome.body)).toString("base64") });
    case "error": {
      const { code, message, details } = outcome.error;
      return JSON.stringify({ kind: "error", code, message, details });
    }
    case "unreplayable":
      return JSON.stringify(outcome);
  }
}

export async function readOutcome(text: string): Promise<Outcome> {
  const stored = document.parse(JSON.parse(text));
  switch (stored.kind) {
    case "answer":
      return {
        ...stored,
        body: await expand(Buffer.from(stored.body, "base64"), { maxOutputLength: MAX_STORED_BYTES }),
      };
    case "error":
      return { kind: "error", error: new AppError(stored.code, stored.message, stored.details) };
    case "unreplayable":
      return stored;
  }
}
