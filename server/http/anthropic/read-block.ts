import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";

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
