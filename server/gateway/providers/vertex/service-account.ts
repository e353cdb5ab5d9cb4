import { importPKCS8, SignJWT } from "jose";
import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import { parseJson } from "@/server/gateway/providers/wire/json-value";
import type { Secret } from "@/server/gateway/spec/secret";

const TOKEN_URL = "https://oauth2.googleapis.com/token";
const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

const keyFile = z.object({
  client_email: z.string().min(1),
  private_key: z.string().min(1),
  private_key_id: z.string().optional(),
  project_id: z.string().optional(),
  token_uri: z.url({ protocol: /^https?$/ }).default(TOKEN_URL),
});
export type ServiceAccount = z.infer<typeof keyFile>;

/** Whether the field holds a key file rather than a plain API key. */
export function isKeyFile(apiKey: Secret): boolean {
  return apiKey.reveal().trimStart().startsWith("{");
}

/** The JSON key file of a service account; throws `provider_auth_failed`, which quotes nothing of it. */
export function readServiceAccount(apiKey: Secret): ServiceAccount {
  const parsed = keyFile.safeParse(parseJson(apiKey.reveal()));
  if (parsed.success) return parsed.data;
  throw new AppError(
    "provider_auth_failed",
    "The service account key is not complete. Paste the whole JSON file as Google Cloud gave it, with its client_email and private_key.",
  );
}

/** The signed claim that Google's token endpoint takes (developers.google.com/identity/protocols/oauth2/service-account), valid for an hour. */
export async function signAssertion(account: ServiceAccount): Promise<string> {
  const key = await importPrivateKey(account.private_key);
  return new SignJWT({ scope: SCOPE })
    .setProtectedHeader({
      alg: "RS256",
      typ: "JWT",
      ...(account.private_key_id ? { kid: account.private_key_id } : {}),
    })
    .setIssuer(account.client_email)
    .setAudience(account.token_uri)
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(key);
}

async function importPrivateKey(pem: string): Promise<CryptoKey> {
  try {
    return await importPKCS8(pem, "RS256");
  } catch {
    // Without the cause, which may hold a piece of the key.
    throw new AppError(
      "provider_auth_failed",
      "The private key of the service account can't be read. Paste the whole JSON file as Google Cloud gave it.",
    );
  }
}
