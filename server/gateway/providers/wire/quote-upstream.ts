import { redact } from "@/server/gateway/spec/redact";

const MAX_LENGTH = 300;
/** Stricter than `redact`, which must leave our own log lines readable: an upstream may quote a key in any alphabet. */
const LONG_RUN = /[A-Za-z0-9_+/=-]{32,}/g;

/** An upstream's words, fit to be shown: one line, at most 300 characters, anything that looks like a key taken out. */
export function quoteUpstream(text: string): string {
  let quote = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  if (quote.length > MAX_LENGTH * 4) quote = quote.slice(0, MAX_LENGTH * 4);
  quote = redact(quote).replace(LONG_RUN, (run) => (looksRandom(run) ? "[redacted]" : run));
  return quote.length > MAX_LENGTH ? `${quote.slice(0, MAX_LENGTH - 1)}…` : quote;
}

/** Long hexadecimal or mixed-case runs with digits are keys; long model names are lower case with dashes. */
function looksRandom(run: string): boolean {
  if (/^[0-9a-f]+$/i.test(run)) return true;
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);
}
