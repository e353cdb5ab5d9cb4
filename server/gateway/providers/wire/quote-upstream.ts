const MAX_LENGTH = 300;

/** Shapes of keys and tokens of the vendors we know, also half-masked ones ("sk-abc***xyz"). */
const KEY_SHAPES = [
  /\b(?:sk|pk|rk|gsk|xai|hf|ghp|gho|jina|pplx|nvapi|key|api|tok)[-_][\w*.-]{6,}/gi,
  /\bAIza[\w\-*]{6,}/g,
  /\bAKIA[A-Z0-9*]{8,}/g,
  /\beyJ[\w-]{8,}(?:\.[\w-]+)*/g,
  /\bBearer\s+\S+/gi,
  /\/\/[^/\s@]+@/g,
];
const LONG_RUN = /[A-Za-z0-9_+/=-]{32,}/g;

/** An upstream's words, fit to be shown: one line, at most 300 characters, anything that looks like a key taken out. */
export function quoteUpstream(text: string): string {
  let quote = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  if (quote.length > MAX_LENGTH * 4) quote = quote.slice(0, MAX_LENGTH * 4);
  for (const shape of KEY_SHAPES) quote = quote.replace(shape, "[redacted]");
  quote = quote.replace(LONG_RUN, (run) => (looksRandom(run) ? "[redacted]" : run));
  return quote.length > MAX_LENGTH ? `${quote.slice(0, MAX_LENGTH - 1)}…` : quote;
}

/** Long hexadecimal or mixed-case runs with digits are keys; long model names are lower case with dashes. */
function looksRandom(run: string): boolean {
  if (/^[0-9a-f]+$/i.test(run)) return true;
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);
}
