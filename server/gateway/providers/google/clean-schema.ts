import { isRecord, type JsonRecord } from "@/server/gateway/providers/wire/json-value";

/** Say nothing about the values, and are not among what Google takes. */
const DROPPED = new Set(["$schema", "$comment"]);

/** A JSON schema without its own particulars. The rest goes as it is: `…JsonSchema` fields take JSON Schema, and what a model doesn't know it passes over (ai.google.dev/gemini-api/docs/structured-output). */
export function cleanSchema(schema: JsonRecord): JsonRecord {
  const isNamed = isRecord(schema.properties);
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) => {
      if (DROPPED.has(key) && typeof value === "string") return [];
      return [[key, key === "properties" && isNamed ? cleanEach(value) : clean(value)]];
    }),
  );
}

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  return isRecord(value) ? cleanSchema(value) : value;
}

/** Names of properties are no keywords. */
function cleanEach(properties: unknown): unknown {
  if (!isRecord(properties)) return properties;
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, clean(schema)]));
}
