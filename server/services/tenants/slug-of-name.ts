const MAX_LENGTH = 48;

/** An address for a name: "Łódź & Söhne" → "lodz-sohne"; a name without Latin letters or digits becomes "organization". */
export function slugOfName(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replaceAll("ł", "l")
    .replaceAll("Ł", "L")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_LENGTH)
    .replace(/^-|-$/g, "");
  return slug.length >= 2 ? slug : "organization";
}
