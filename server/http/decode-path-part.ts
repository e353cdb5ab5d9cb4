import { AppError } from "@/lib/contracts/errors";

/** A part of a path without its percent escapes. Throws `invalid_request` when they are broken. */
export function decodePathPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new AppError("invalid_request", "The path holds a broken percent escape.", {}, { cause });
  }
}
