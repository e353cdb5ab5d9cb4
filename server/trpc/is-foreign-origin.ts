/**
 * Whether a browser says that the request was made by a page of another site. Programs that are no browsers send neither header; they have no
 * cookies that a foreign page could ride on.
 */
export function isForeignOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site !== "same-origin" && site !== "none";
  const origin = headers.get("origin");
  if (origin === null) return false;
  // A proxy in front may have changed Host; a foreign page can't set the header that says so without being asked first.
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
