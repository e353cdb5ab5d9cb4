import { isAppError } from "@/lib/contracts/errors";

const NOT_OFFERED = new Set([
  "provider_model_missing",
  "provider_rejected",
  "provider_auth_failed",
  "provider_bad_response",
]);

/** The answer of an endpoint that not every version or host of an API has; undefined where this one has not, which a refused key can mean too. */
export async function ifOffered<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isAppError(error) && NOT_OFFERED.has(error.code)) return undefined;
    throw error;
  }
}
