import type { z } from "zod";

/** What a form's own schema refused, by path; shown as what the server refuses is. */
export class FormFaults extends Error {
  override readonly name = "FormFaults";
  readonly fields: Record<string, string>;

  constructor(issues: readonly z.core.$ZodIssue[]) {
    super("The form holds faults.");
    this.fields = Object.fromEntries(issues.map(({ path, message }) => [path.map(String).join("."), message]));
  }
}
