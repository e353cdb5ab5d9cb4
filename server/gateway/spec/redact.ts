const REDACTED = "[redacted]";

/** Where a key may begin: not inside a longer word ("risk-adjusted"), so that ordinary prose survives. */
const START = "(?<![A-Za-z0-9_])";

/** Key shapes by vendor prefix. `*` and `…` are in the alphabet because vendors quote keys half masked ("sk-abcd****wxyz"). */
const PREFIXED = new RegExp(
  `${START}(?:sk[-_]|pk[-_]|rk[-_]|xai-|gsk_|jina_|hf_|r8_|pplx-|tgp_v1_|nvapi-|fw_|pa-|csk-|AIza|ya29\\.|gh[pousr]_|github_pat_|glpat-|xox[abposr]-)[A-Za-z0-9_\\-.*…]{6,}`,
  "g",
);

/** Each entry: what to find, and what stands in its place; `$1` keeps the words around a secret so the message still reads. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  [new RegExp(`${START}eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{5,}(?:\\.[A-Za-z0-9_-]*)?`, "g"), REDACTED],
  [/\b(Bearer|Basic)\s+(?!\[redacted\])[^\s"',;<>]{4,}/gi, `$1 ${REDACTED}`],
  [/([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"'<>]{1,512}@/gi, `$1${REDACTED}@`],
  [
    /((?:x-api-key|x-goog-api-key|api[-_]?key|apikey|access[-_]?token|refresh[-_]?token|client[-_]?secret|secret[-_]?key|password|passwd|authorization|[?&]key)["']?\s{0,4}[:=]\s{0,4}["']?)(?!\[redacted\]|Bearer |Basic )[^\s"',;&<>}{]{4,}/gi,
    `$1${REDACTED}`,
  ],
  [PREFIXED, REDACTED],
  [new RegExp(`${START}(?:AKIA|ASIA|AROA|ABIA|ACCA)[0-9A-Z]{12,}`, "g"), REDACTED],
  // Keys without a prefix (Mistral, Together, Azure): one unbroken run of 32 or more letters *and* digits. UUIDs and `req_…` ids don't match.
  [
    /(?<![A-Za-z0-9_+-])(?=[A-Za-z+]{0,256}[0-9])(?=[0-9+]{0,256}[A-Za-z])[A-Za-z0-9+]{32,}(?![A-Za-z0-9_-])[A-Za-z0-9+/]*={0,2}/g,
    REDACTED,
  ],
];

/**
 * Replaces everything in `text` that looks like a credential by "[redacted]": vendor keys, Sluice's own keys, JWTs, Bearer and Basic
 * values, passwords in URLs, `api_key=…` pairs, private keys and unprefixed 32+ character tokens. For log lines and for upstream
 * messages we quote; it is the second line of defence, `Secret` the first.
 */
export function redact(text: string): string {
  let scrubbed = text;
  for (const [pattern, replacement] of RULES) scrubbed = scrubbed.replace(pattern, replacement);
  return scrubbed;
}
