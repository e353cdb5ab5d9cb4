import { AppError } from "@/lib/contracts/errors";
import type { Credentials } from "@/server/gateway/spec/provider";

/** Stands in the catalog; a config without a base URL of its own speaks to its own region instead. */
export const DEFAULT_BASE_URL = "https://bedrock-runtime.us-east-1.amazonaws.com";

/** The region calls are signed for and sent to. Throws `invalid_request` for what can't be one. */
export function regionOf({ settings }: Credentials): string {
  const region = settings.region?.trim() || "us-east-1";
  if (/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region)) return region;
  throw new AppError("invalid_request", "The AWS region is not one: write it like us-east-1 or eu-central-1.", {
    param: "region",
  });
}

/** Where models are called: docs.aws.amazon.com/general/latest/gr/bedrock.html. */
export function runtimeUrl(credentials: Credentials): string {
  return credentials.baseUrl === DEFAULT_BASE_URL ? hostOf("bedrock-runtime", credentials) : credentials.baseUrl;
}

/** Where models are listed. A base URL of the tenant's own is taken to serve both. */
export function controlUrl(credentials: Credentials): string {
  if (credentials.baseUrl === DEFAULT_BASE_URL) return hostOf("bedrock", credentials);
  return credentials.baseUrl.replace("//bedrock-runtime", "//bedrock");
}

function hostOf(service: string, credentials: Credentials): string {
  const region = regionOf(credentials);
  return `https://${service}.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}
