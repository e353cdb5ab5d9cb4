import { isRecord, readRecord } from "@/server/gateway/providers/wire/json-value";

/** Arguments that fit the top level of a tool's JSON schema: texts carry what the user said. */
export function sampleArguments(schema: unknown, said: string): Record<string, unknown> {
  const properties = isRecord(schema) ? readRecord(schema, "properties") : undefined;
  if (properties === undefined) return {};
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, sampleValue(property, said)]));
}

function sampleValue(schema: unknown, said: string): unknown {
  if (!isRecord(schema)) return said;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  switch (schema.type) {
    case "number":
    case "integer":
      return 1;
    case "boolean":
      return true;
    case "array":
      return [];
    case "object":
      return sampleArguments(schema, said);
    default:
      return said;
  }
}
