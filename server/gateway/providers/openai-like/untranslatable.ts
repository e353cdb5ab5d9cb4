import { AppError } from "@/lib/contracts/errors";

/** The refusal of what a vendor's API can't express. `what` opens the sentence ("A content part of type …"), `param` is the dotted path. */
export function untranslatable(vendor: string, what: string, param: string): AppError {
  return new AppError(
    "untranslatable",
    `${what} can't be passed on: ${vendor} has nothing that means the same. Leave it out, or choose a model of another provider.`,
    { param },
  );
}
