import { AppError } from "@/lib/contracts/errors";

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Refuses header values HTTP can't carry before the HTTP client sees them: its own complaint would quote the value, and the
 * value is often a key. Throws `provider_auth_failed`, because every header that varies comes from the stored credentials.
 */
export function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const name in headers) {
    if (!NAME.test(name))
      throw new AppError("invalid_request", "A header name holds a character that HTTP does not allow.");
    if (!VALUE.test(headers[name] ?? "")) {
      throw new AppError(
        "provider_auth_failed",
        `The "${name}" header can't be sent: the stored credentials hold a line break or another character that HTTP does not allow. Enter the key again.`,
      );
    }
  }
}
