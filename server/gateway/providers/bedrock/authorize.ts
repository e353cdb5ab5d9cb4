import { AppError } from "@/lib/contracts/errors";
import type { Credentials } from "@/server/gateway/spec/provider";
import type { OutgoingRequest } from "@/server/gateway/spec/transport";
import { regionOf } from "./endpoints";
import { signRequest } from "./sign-request";

/** Nothing where an API key is set, which goes along as a bearer token; else the signature of the access key. */
export async function authorizeBedrock(
  outgoing: OutgoingRequest,
  credentials: Credentials,
): Promise<Record<string, string>> {
  if (credentials.apiKey !== undefined) return {};
  const accessKeyId = credentials.settings.access_key_id?.trim();
  const secretAccessKey = credentials.secrets.secret_access_key;
  if (!accessKeyId || secretAccessKey === undefined) {
    throw new AppError(
      "provider_auth_failed",
      "Amazon Bedrock has no credentials. Enter an API key, or an access key id with its secret access key.",
    );
  }
  return signRequest(outgoing, {
    accessKeyId,
    secretAccessKey,
    sessionToken: credentials.secrets.session_token,
    region: regionOf(credentials),
    service: "bedrock",
  });
}
