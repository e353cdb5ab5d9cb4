import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";

/** Of a request that loses itself nearly whole, the first sentences say enough. */
const MOST_LOSSES = 50;
const MOST_CHARACTERS = 500;

/** What the neutral request can't carry of a Messages body, gathered on the way through it. */
export class Translation {
  readonly losses: string[] = [];
  refusal: AppError | undefined;

  /** Something that changes nothing in what the answer says. */
  lose(sentence: string): void {
    const told = sentence.slice(0, MOST_CHARACTERS);
    if (this.losses.length < MOST_LOSSES && !this.losses.includes(told)) this.losses.push(told);
  }

  /** Something without which the request would mean another thing. The first one found is told. */
  refuse(param: string, what: string): void {
    this.refusal ??= new AppError(
      "untranslatable",
      `${what} Only a provider that speaks Anthropic's Messages API can serve that: choose a model of such a provider, or leave it out.`,
      { param },
    );
  }
}

/** One content block as its type demands. Throws `invalid_request` that names the offending field. */
export function readBlock<Schema extends z.ZodType>(schema: Schema, block: unknown, path: string): z.output<Schema> {
  const parsed = schema.safeParse(block);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const param = [path, ...(issue?.path ?? [])].join(".");
  throw new AppError("invalid_request", `The field "${param}" is not valid: ${issue?.message ?? "unknown shape"}.`, {
    param,
  });
}
