import { z } from "zod";
import { chatRequest } from "@/server/gateway/spec/chat";
import { embeddingRequest } from "@/server/gateway/spec/embedding";
import { rerankRequest } from "@/server/gateway/spec/rerank";
import { speechRequest } from "@/server/gateway/spec/speech";
import { transcriptionFields } from "@/server/gateway/spec/transcription";
import { countTokensBody, messagesBody } from "@/server/http/anthropic/messages-body";
import { completionsRequest } from "@/server/http/openai/completions/completions-request";
import { responsesRequest } from "@/server/http/openai/responses/responses-request";
import type { OpenRoute, RestRoute } from "./rest-route";

type Json = Record<string, unknown>;

interface Operation {
  method: string;
  path: string;
  summary: string;
  permission?: string;
  input?: z.ZodType;
  output?: z.ZodType;
  contentType?: string;
  isOpen?: boolean;
}

/** The addresses that follow a vendor's own reference; their answers are described there. */
const WIRE: readonly Operation[] = [
  { method: "GET", path: "/v1/models", summary: "Models that this key may call, in OpenAI's or Anthropic's format." },
  { method: "POST", path: "/v1/chat/completions", summary: "Chat, in OpenAI's format.", input: chatRequest },
  {
    method: "POST",
    path: "/v1/responses",
    summary: "Chat, in the format of OpenAI's Responses.",
    input: responsesRequest,
  },
  {
    method: "POST",
    path: "/v1/completions",
    summary: "Text to go on with, in OpenAI's format.",
    input: completionsRequest,
  },
  { method: "POST", path: "/v1/messages", summary: "Chat, in Anthropic's format.", input: messagesBody },
  {
    method: "POST",
    path: "/v1/messages/count_tokens",
    summary: "How many tokens a chat would take, in Anthropic's format.",
    input: countTokensBody,
  },
  { method: "POST", path: "/v1/embeddings", summary: "Embeddings, in OpenAI's format.", input: embeddingRequest },
  { method: "POST", path: "/v1/rerank", summary: "Reranking, in the format of Cohere and Jina.", input: rerankRequest },
  { method: "POST", path: "/v2/rerank", summary: "The same, where Cohere's clients ask.", input: rerankRequest },
  { method: "POST", path: "/v1/audio/speech", summary: "Text to speech, in OpenAI's format.", input: speechRequest },
  {
    method: "POST",
    path: "/v1/audio/transcriptions",
    summary: "Speech to text, in OpenAI's format.",
    input: transcriptionFields,
    contentType: "multipart/form-data",
  },
  {
    method: "POST",
    path: "/v1/audio/translations",
    summary: "Speech to English text, in OpenAI's format.",
    input: transcriptionFields,
    contentType: "multipart/form-data",
  },
];

/** The description of the whole API (OpenAPI 3.1), made from the schemas that check it. */
export function describeApi(routes: readonly RestRoute[], openRoutes: readonly OpenRoute[]): Json {
  const paths: Record<string, Json> = {};
  const open = openRoutes.map((route) => ({ ...route, isOpen: true }));
  for (const operation of [...routes, ...open, ...WIRE]) {
    const path = operation.path.replace(/:([a-zA-Z]+)/g, "{$1}");
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describeOperation(operation) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Sluice", version: "1", description: "Self-hosted, multi-tenant LLM gateway." },
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", bearerFormat: "sk-sluice-…" } },
      schemas: { Error: ERROR_SCHEMA },
    },
  };
}

function describeOperation(operation: Operation): Json {
  const { method, path, summary, permission, input, output, contentType = "application/json", isOpen } = operation;
  const schema = input ? toSchema(input, "input") : undefined;
  return {
    summary,
    ...(isOpen ? { security: [] } : {}),
    ...(permission ? { description: `Needs a key whose role includes ${permission}.` } : {}),
    parameters: [...pathParameters(path), ...(method === "POST" || !schema ? [] : queryParameters(schema))],
    ...(method === "POST" && schema ? { requestBody: { required: true, content: { [contentType]: { schema } } } } : {}),
    responses: {
      "2XX": {
        description: "Done.",
        ...(output ? { content: { "application/json": { schema: toSchema(output, "output") } } } : {}),
      },
      default: {
        description: "Refused or failed.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    },
  };
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:([a-zA-Z]+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

const objectSchema = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

function queryParameters(schema: Json): Json[] {
  const { properties, required } = objectSchema.parse(schema);
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema: each,
  }));
}

/** JSON has no dates: they travel as ISO 8601 text. */
function toSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _draft, ...described } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "date") Object.assign(jsonSchema, { type: "string", format: "date-time" });
    },
  });
  return described;
}

const ERROR_SCHEMA: Json = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["message", "type", "code", "param", "request_id"],
      properties: {
        message: { type: "string" },
        type: { type: "string" },
        code: { type: "string" },
        param: { type: ["string", "null"] },
        request_id: { type: "string" },
      },
    },
  },
};
