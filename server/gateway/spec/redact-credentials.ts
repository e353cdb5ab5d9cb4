import type { Credentials } from "./provider";

/** The text without any of the credentials, should an upstream have echoed them. */
export function redactCredentials({ apiKey, secrets }: Credentials, text: string): string {
  let clean = apiKey?.redactFrom(text) ?? text;
  for (const name in secrets) clean = secrets[name]?.redactFrom(clean) ?? clean;
  return clean;
}
