import { AppError } from "@/lib/contracts/errors";

/** A model's id as one segment of a path. Throws `invalid_request` for those by which the path would lead elsewhere even when encoded. */
export function pathSegment(modelId: string): string {
  if (/^\.{0,2}$/.test(modelId))
    throw new AppError("invalid_request", "The model's id is none that an address can hold. Correct it.", {
      param: "model",
    });
  return encodeURIComponent(modelId);
}
