import type { Secret } from "@/server/gateway/spec/secret";

/** The text without the secret, also where an upstream quoted it short of its last characters. */
export function withoutSecret(text: string, secret: Secret | undefined): string {
  const value = secret?.reveal() ?? "";
  if (value.length < 8) return text;
  return text.replaceAll(value, "[redacted]").replaceAll(value.slice(0, -4), "[redacted]");
}
