import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/contracts/errors";
import { parseApiKey, verifyApiKey } from "@/server/auth/api-keys";
import type { ApiKeyEntry, ConfigSnapshot } from "@/server/gateway";

export interface ApiKeyGate {
  snapshot: ConfigSnapshot;
  pepper: Buffer;
  /** Notes that the key was used; written behind. */
  markUsed(apiKeyId: string): void;
}

const HOW_TO = 'Send the header "Authorization: Bearer sk-sluice-…" with a key from the API keys page of the console.';

/** The API key behind a request, from memory alone. The answer is the same for an unknown, a wrong and a revoked key. */
export function authenticate(gate: ApiKeyGate, req: IncomingMessage): ApiKeyEntry {
  const presented = presentedKey(req);
  if (presented === undefined) throw new AppError("unauthenticated", `The request carries no API key. ${HOW_TO}`);
  const parsed = parseApiKey(presented);
  const known = parsed ? gate.snapshot.apiKey(parsed.publicId) : undefined;
  if (parsed && known && verifyApiKey(gate.pepper, known, parsed.secret)) {
    if (known.expiresAtMs !== null && known.expiresAtMs <= Date.now()) {
      throw new AppError(
        "unauthenticated",
        `The API key "${known.name}" has expired. Create another on the API keys page.`,
      );
    }
    gate.markUsed(known.id);
    return known;
  }
  // A key made while the database is out of reach can't be known yet: that is our failing, not the client's.
  if (parsed && !known && !gate.snapshot.isCurrent()) {
    throw new AppError(
      "not_ready",
      "Sluice can't check this API key because its database is out of reach. Try again shortly.",
      { retryAfterSeconds: 5 },
    );
  }
  throw new AppError("unauthenticated", `The API key is not valid: it is unknown, revoked or mistyped. ${HOW_TO}`);
}

/** OpenAI's clients send a bearer token, Anthropic's the header `x-api-key`. */
function presentedKey(req: IncomingMessage): string | undefined {
  const { authorization, "x-api-key": header } = req.headers;
  if (typeof header === "string") return header;
  return authorization?.startsWith("Bearer ") ? authorization.slice(7).trim() : undefined;
}
