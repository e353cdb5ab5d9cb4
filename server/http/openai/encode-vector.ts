/** A vector as floats, or as base64 of little-endian float32: OpenAI's two encodings. */
export function encodeVector(vector: number[] | string, format: "float" | "base64"): number[] | string {
  if (format === "base64") return typeof vector === "string" ? vector : toBase64(vector);
  return typeof vector === "string" ? fromBase64(vector) : vector;
}

function toBase64(vector: number[]): string {
  const bytes = Buffer.allocUnsafe(vector.length * 4);
  let at = 0;
  for (const value of vector) at = bytes.writeFloatLE(value, at);
  return bytes.toString("base64");
}

function fromBase64(text: string): number[] {
  const bytes = Buffer.from(text, "base64");
  const vector = new Array<number>(Math.floor(bytes.length / 4));
  for (let index = 0; index < vector.length; index++) vector[index] = bytes.readFloatLE(index * 4);
  return vector;
}
