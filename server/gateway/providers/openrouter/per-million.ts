/** A price per unit as a decimal text, times a million, exactly: "0.00000015" → "0.15". Undefined for anything else ("-1" means "varies"). */
export function perMillion(price: string): string | undefined {
  const match = /^(\d+)(?:\.(\d+))?(?:e-(\d{1,2}))?$/i.exec(price.trim());
  if (match === null) return undefined;
  const [, whole = "0", fraction = "", exponent = "0"] = match;
  const digits = whole + fraction;
  const point = whole.length + 6 - Number(exponent);
  const padded = point < 0 ? "0".repeat(-point) + digits : digits.padEnd(point, "0");
  const cut = Math.max(0, point);
  const integer = padded.slice(0, cut).replace(/^0+(?=\d)/, "") || "0";
  const rest = padded.slice(cut).replace(/0+$/, "");
  return rest === "" ? integer : `${integer}.${rest}`;
}
