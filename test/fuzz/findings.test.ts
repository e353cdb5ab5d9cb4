import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError, toAppError } from "@/lib/contracts/errors";
import { findProvider } from "@/server/gateway";
import { parseJson } from "@/server/gateway/providers/wire/json-value";
import { type ChatEvent, type ChatResult, chatRequest } from "@/server/gateway/spec/chat";
import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import { callContext } from "@/server/gateway/testing/call-context";
import { loadFixtures } from "@/server/gateway/testing/load-fixtures";
import { memoryEgress } from "@/server/gateway/testing/memory-egress";
import { toMessageBody } from "@/server/http/anthropic/message-body";
import { countTokensBody } from "@/server/http/anthropic/messages-body";
import { toChatCall as toMessagesCall } from "@/server/http/anthropic/to-chat-call";
import { responsesRequest } from "@/server/http/openai/responses/responses-request";
import { toChatCall as toResponsesCall } from "@/server/http/openai/responses/to-chat-call";
import { toErrorBody } from "@/server/http/openai/write-error";
import { checkShape, parseJson as parseBody } from "@/server/http/read-body";

/** What damaged bodies and answers once broke, each by its smallest example. */
function upstream(id: string, text: string, contentType = "application/json"): [ProviderDefinition, CallContext] {
  const definition = findProvider(id);
  if (definition === undefined) throw new Error(`There is no provider ${id}.`);
  const egress = memoryEgress(() => ({ contentType, pieces: [Buffer.from(text)] }));
  const settings = Object.fromEntries(definition.fields.map(({ name }) => [name, "test"]));
  const base = { definition, egress, settings, baseUrl: "https://upstream.test/v1", modelId: "m", apiKey: "sk-1234" };
  return [definition, callContext(base)];
}

const chat = chatRequest.parse({ model: "m", messages: [{ role: "user", content: "Hi" }] });
const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

describe("a number beyond all bounds", () => {
  it.each([
    [
      "openai",
      '{"object":"list","model":"m","data":[{"index":0,"embedding":[0.5,1e999]}],"usage":{"prompt_tokens":1}}',
    ],
    ["cohere", '{"id":"1","embeddings":{"float":[[0.5,-1e999]]},"texts":["Hi"]}'],
    ["gemini", '{"embeddings":[{"values":[0.5,1e999]}]}'],
  ])("in a vector of %s is no vector, instead of a null in the client's", async (id, text) => {
    const [definition, context] = upstream(id, text);
    await expect(
      definition.text_embedding?.embed({ model: "m", input: ["Hi"], encoding_format: "base64" }, context),
    ).rejects.toMatchObject({ code: "provider_bad_response" });
  });

  it("as a score is no ranking", async () => {
    const [definition, context] = upstream("jina", '{"results":[{"index":0,"relevance_score":1e999}]}');
    await expect(
      definition.rerank?.rerank({ model: "m", query: "a", documents: ["b"] }, context),
    ).rejects.toMatchObject({ code: "provider_bad_response" });
  });

  it.each(["1e999", "-1", "0.5", '"x"'])("or the place %s of a tool call counts as the first place", async (place) => {
    const call = `{"index":${place},"id":"c","function":{"name":"f","arguments":"{}"}}`;
    const chunk = `data: {"choices":[{"index":0,"delta":{"tool_calls":[${call}]},"finish_reason":"tool_calls"}]}\n\n`;
    const [definition, context] = upstream("openai", `${chunk}data: [DONE]\n\n`, "text/event-stream");
    const seen: ChatEvent[] = [];
    for await (const batch of definition.llm?.stream(chat, context) ?? []) seen.push(...batch);
    expect(seen.flatMap((event) => event.toolCalls ?? [])).toMatchObject([{ index: 0, id: "c" }]);
  });
});

describe("names that every object inherits", () => {
  it.each(["constructor", "toString", "__proto__"])("make %s no type of a model", async (name) => {
    const [definition, context] = upstream("tei", `{"model_id":"m","model_type":{"${name}":{}}}`);
    expect(await definition.listModels(context)).toEqual([{ id: "m" }]);
  });
});

describe("JSON nested a hundred thousand levels deep", () => {
  it("or a hundred thousand fields wide in a request is refused as the client's fault, at once", () => {
    const wide = JSON.stringify(
      Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`field${index}`, 1])),
    );
    expect(() => parseBody(wide)).toThrow(expect.objectContaining({ code: "invalid_request" }));
  });

  it("in a request is refused as the client's fault", () => {
    expect(() => parseBody(deep(100_000))).toThrow(expect.objectContaining({ code: "invalid_request" }));
  });

  it("in an answer is one that can't be understood", async () => {
    const [definition, context] = upstream(
      "anthropic",
      `{"id":"1","type":"message","role":"assistant","model":"m","stop_reason":"tool_use","content":[{"type":"tool_use","id":"c","name":"f","input":${deep(100_000)}}],"usage":{"input_tokens":1,"output_tokens":1}}`,
    );
    await expect(definition.llm?.complete(chat, context)).rejects.toMatchObject({ code: "provider_bad_response" });
  });

  it("in the arguments of a tool call stays text", () => {
    const json = deep(100_000);
    expect(parseJson(json)).toBeUndefined();
    const result: ChatResult = {
      id: "1",
      model: "m",
      text: "",
      toolCalls: [{ id: "c", name: "f", arguments: json }],
      finishReason: "tool_calls",
      warnings: [],
    };
    const [call] = toMessageBody(result, {}, "r-1").content;
    expect(call).toMatchObject({ type: "tool_use", input: { INVALID_JSON: json } });
    expect(() => JSON.stringify(call)).not.toThrow();
  });
});

describe("a value that can't be turned into text", () => {
  const stranger = { toString: null, valueOf: null };

  it("as the type of a Responses item is named by its kind", () => {
    const request = responsesRequest.parse({ model: "m", input: [{ type: stranger }] });
    const call = toResponsesCall(request, "{}");
    expect(call.refusal).toMatchObject({ code: "untranslatable", message: expect.stringContaining("an object") });
  });

  it.each(["anthropic", "bedrock", "groq"])("as the service tier is left out with a warning by %s", async (id) => {
    const answers: Record<string, unknown> = Object.fromEntries(
      ["anthropic", "bedrock", "groq"].map((each) => [each, loadFixtures(each).get("llm")?.answer]),
    );
    const [definition, context] = upstream(id, JSON.stringify(answers[id]));
    const result = await definition.llm?.complete({ ...chat, service_tier: stranger }, context);
    expect(result?.warnings.join(" ")).toContain("an object");
  });

  it("in Google's details of an error leaves it an error like any other", () => {
    const body = {
      error: { code: 429, message: "Slow down", status: "X", details: [{ violations: [{ quotaValue: stranger }] }] },
    };
    const error = findProvider("gemini")?.readError({ status: 429, headers: {}, body });
    expect(error).toMatchObject({ code: "provider_rate_limited" });
  });
});

describe("what errors quote", () => {
  it("is shortened, however much was sent", () => {
    expect(new AppError("invalid_request", "x".repeat(3_000_000)).message).toHaveLength(2_000);
    const bodyShape = z.object({ messages: z.array(z.string()) });
    const wrong = { messages: Array.from({ length: 100_000 }, () => 1) };
    const error = (() => {
      try {
        return checkShape(bodyShape, wrong);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(JSON.stringify(toErrorBody(toAppError(error), "r-1")).length).toBeLessThan(10_000);
  });

  it("is bounded in number, so that a body odd in ten thousand places costs no more than one", () => {
    const odd = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`field${index}`, 1]));
    const body = countTokensBody.parse({ model: "m", messages: [{ role: "user", content: "Hi" }], ...odd });
    const { losses } = toMessagesCall(body, "{}", {});
    expect(losses?.length).toBeLessThanOrEqual(50);
  });
});
