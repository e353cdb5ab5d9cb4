import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { readSluiceError } from "./sluice-error";

/** Puts what the server said about single fields beside them. True when it did, so that nothing need be said about the whole. */
export function applyFieldErrors<Values extends FieldValues, Context, Transformed>(
  form: UseFormReturn<Values, Context, Transformed>,
  error: unknown,
  names: readonly FieldPath<Values>[],
): boolean {
  const { fields } = readSluiceError(error);
  const known = names.filter((name) => fields[name] !== undefined);
  for (const name of known) form.setError(name, { type: "server", message: fields[name] });
  return known.length > 0;
}
