import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";

/** One exchange in the shape a vendor documents, written by hand, not recorded. `source` is the vendor's page of the endpoint. */
const fixture = z.object({
  source: z.url(),
  /** Path the provider must ask; the base URL in the tests ends in /v1. */
  path: z.string().startsWith("/"),
  modelId: z.string().default(""),
  /** The neutral request. */
  request: z.record(z.string(), z.unknown()).default({}),
  /** The body that must be sent for it: JSON, or the text fields of a form. */
  sent: z.record(z.string(), z.unknown()).optional(),
  /** The vendor's answer: JSON, or the bytes of audio as base64. */
  answer: z.unknown().optional(),
  audio: z.base64().optional(),
  /** Part of the normalised result. */
  expected: z.unknown().optional(),
  /** The vendor's stream, event by event without the blank lines, and what it adds up to. */
  stream: z.array(z.string()).optional(),
  streamed: z.record(z.string(), z.unknown()).optional(),
});
export type Fixture = z.infer<typeof fixture>;

/** The fixtures of `providers/__fixtures__/<id>/`, by file name without ".json". */
export function loadFixtures(id: string): Map<string, Fixture> {
  const folder = join(import.meta.dirname, "../providers/__fixtures__", id);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return new Map(
    files.map((name) => [basename(name, ".json"), fixture.parse(JSON.parse(readFileSync(join(folder, name), "utf8")))]),
  );
}
