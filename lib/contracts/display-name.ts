import { z } from "zod";

/** What a person calls a thing: one line of text, without what a database or a log line can't hold. */
export const displayName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u, "must not hold control characters");
