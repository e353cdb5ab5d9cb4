/** Where to go after signing in: an address of this console, and of no other site. */
export function returnPath(from: string | undefined): string {
  // "//host" and "/\host" are other sites to a browser.
  return from !== undefined && /^\/(?![/\\])/.test(from) && !/[\t\r\n]/.test(from) ? from : "/";
}
