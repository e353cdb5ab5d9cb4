import { isRecord, type JsonRecord, readArray, readRecord } from "@/server/gateway/providers/wire/json-value";

/**
 * For vendors that can be held to JSON but not to a schema: `json_schema` becomes `json_object` and the schema is told to the model, as
 * those vendors' own guides on JSON output advise. The answer is then likely, not sure, to fit, and the warning says so.
 */
export function describeSchema(body: JsonRecord, vendor: string, warnings: string[]): JsonRecord {
  const format = readRecord(body, "response_format");
  if (format?.type !== "json_schema") return body;
  const schema = isRecord(format.json_schema) ? format.json_schema.schema : undefined;
  warnings.push(`The JSON schema was told to the model but is not enforced: ${vendor} can only be held to JSON.`);
  const instruction = {
    role: "system",
    content: `Answer with one JSON value that fits this JSON schema, and nothing else: ${JSON.stringify(schema ?? {})}`,
  };
  return {
    ...body,
    response_format: { type: "json_object" },
    messages: withInstruction(readArray(body, "messages"), instruction),
  };
}

/** Behind the instructions that are there, before the conversation. */
function withInstruction(messages: readonly unknown[], instruction: JsonRecord): unknown[] {
  const at = messages.findIndex((message) => !isRecord(message) || message.role !== "system");
  const position = at === -1 ? messages.length : at;
  return [...messages.slice(0, position), instruction, ...messages.slice(position)];
}
