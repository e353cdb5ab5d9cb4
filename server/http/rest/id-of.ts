import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";

/** A path's id; anything that is not one can't be found. */
export function idOf(text: string | undefined): string {
  const parsed = z.uuid().safeParse(text);
  if (parsed.success) return parsed.data;
  throw new AppError("not_found", "There is nothing of that id here.");
}
