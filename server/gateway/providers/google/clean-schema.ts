import { isRecord, type JsonRecord } from "@/server/gateway/providers/wire/json-value";

/** Say nothing about the values, and are not among what Google takes. */
const DROPPED = new Set(["$schema", "$comment"]);
/** Mere notes, which Google does not take beside a reference. */
const NOTES = new Set(["title", "description", "default", "examples", "deprecated"]);

/**
 * A JSON schema without its own particulars. The rest goes as it is: Gemini's `…JsonSchema` fields take JSON Schema, and what a model does
 * not know it passes over (ai.google.dev/gemini-api/docs/structured-output, ai.google.dev/api/generate-content#GenerationConfig).
 */
export function cleanSchema(schema: JsonRecord): JsonRecord {
  const isReference = typeof schema.$ref === "string";
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) => {
      if (DROPPED.has(key) || (isReference && NOTES.has(key))) return [];
      return [[key, key === "properties" || key === "$defs" ? cleanEach(value) : clean(value)]];
    }),
  );
}

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  return isRecord(value) ? cleanSchema(value) : value;
}

/** Names of properties and of definitions are no keywords. */
function cleanEach(schemas: unknown): unknown {
  if (!isRecord(schemas)) return schemas;
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, clean(schema)]));
}
