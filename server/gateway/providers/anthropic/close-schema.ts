import { isRecord } from "@/server/gateway/providers/wire/json-value";

/** Where a JSON schema holds schemas of its own, by name or in a list. */
const SCHEMA_MAPS = ["properties", "$defs", "definitions"];
const SCHEMA_LISTS = ["anyOf", "allOf", "oneOf", "prefixItems"];

/**
 * The schema with every object closed, which Anthropic demands of structured output
 * (platform.claude.com/docs/en/build-with-claude/structured-outputs, "JSON Schema limitations").
 */
export function closeSchema(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const closed: Record<string, unknown> = { ...schema };
  if (schema.type === "object" || isRecord(schema.properties)) closed.additionalProperties ??= false;
  for (const key of SCHEMA_MAPS) {
    const map = schema[key];
    if (isRecord(map)) closed[key] = Object.fromEntries(Object.entries(map).map(([name, item]) => [name, close(item)]));
  }
  for (const key of SCHEMA_LISTS) {
    const list = schema[key];
    if (Array.isArray(list)) closed[key] = list.map(close);
  }
  if (schema.items !== undefined) closed.items = close(schema.items);
  return closed;
}

function close(schema: unknown): unknown {
  return isRecord(schema) ? closeSchema(schema) : schema;
}
