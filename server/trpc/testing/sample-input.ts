import { z } from "zod";

/** What a schema's definition may hold, as far as sampling needs it. */
const definition = z.looseObject({
  type: z.string(),
  format: z.string().optional(),
  shape: z.record(z.string(), z.unknown()).optional(),
  innerType: z.unknown().optional(),
  in: z.unknown().optional(),
  options: z.array(z.unknown()).optional(),
  values: z.array(z.unknown()).optional(),
  entries: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  element: z.unknown().optional(),
  keyType: z.unknown().optional(),
  valueType: z.unknown().optional(),
});

/** `minValue` is a number's lower bound, -Infinity where it has none. */
const defined = z.object({ _zod: z.object({ def: definition }), minValue: z.unknown().optional() });

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A value that fits a zod schema well enough to get past most of it, optional fields included, with `id` wherever a UUID is asked for. Throws
 * at a kind of schema it doesn't know, so that a new kind can't slip through untested.
 */
export function sampleInput(schema: unknown, id: string): unknown {
  const {
    _zod: { def },
    minValue,
  } = defined.parse(schema);
  switch (def.type) {
    case "object":
      return sampleObject(def.shape ?? {}, id);
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
    case "nonoptional":
    case "catch":
      return sampleInput(def.innerType, id);
    case "pipe":
      return sampleInput(def.in, id);
    case "union":
      return sampleInput(def.options?.[0], id);
    case "array":
      return [sampleInput(def.element, id)];
    case "record":
      return { [String(sampleInput(def.keyType, id))]: sampleInput(def.valueType, id) };
    case "enum":
      return Object.values(def.entries ?? {})[0];
    case "literal":
      return def.values?.[0];
    case "string":
      return sampleString(def.format, id);
    case "number":
    case "int":
      return typeof minValue === "number" ? Math.max(1, minValue) : 1;
    case "boolean":
      return true;
    case "date":
      return new Date("2026-01-01T00:00:00Z");
    case "unknown":
    case "any":
      return "sample";
    case "null":
      return null;
    default:
      throw new Error(`There is no sample for a schema of the kind "${def.type}": teach it to sampleInput.`);
  }
}

/** Later date fields hold later days, so that a range is one. */
function sampleObject(shape: Record<string, unknown>, id: string): Record<string, unknown> {
  let days = 0;
  return Object.fromEntries(
    Object.entries(shape).map(([field, inner]) => {
      const sample = sampleInput(inner, id);
      return [field, sample instanceof Date ? new Date(sample.getTime() + days++ * DAY_MS) : sample];
    }),
  );
}

function sampleString(format: string | undefined, id: string): string {
  if (format === "uuid" || format === "guid") return id;
  if (format === "email") return "sample@example.com";
  if (format === "base64") return Buffer.from("sample").toString("base64");
  if (format === "url") return "https://sample.example";
  return "sample";
}
