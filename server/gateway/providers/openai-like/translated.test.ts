import { describe, expect, it } from "vitest";
import { openRouterBody } from "@/server/gateway/providers/openrouter/translated-body";
import type { JsonRecord } from "@/server/gateway/providers/wire/json-value";
import { liftToolMedia } from "./lift-tool-media";
import { openAiBody } from "./openai-body";
import { plainBody } from "./plain-body";

const mark = { cache_control: { type: "ephemeral" } };
const text = (words: string) => ({ type: "text", text: words });
const picture = { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } };
const user = { role: "user", content: "Hi" };

describe("results of tools with pictures", () => {
  const result = (id: string, ...content: unknown[]) => ({ role: "tool", tool_call_id: id, content });

  it("stay as they are where there are none", () => {
    const messages = [user, result("a", text("one")), { role: "tool", tool_call_id: "b", content: "two" }];
    expect(liftToolMedia(messages)).toBe(messages);
  });

  it("are shown behind all results of the turn, before what the user says", () => {
    expect(liftToolMedia([result("a", text("one"), picture), result("b", picture), user, user])).toEqual([
      { role: "tool", tool_call_id: "a", content: [text("one")] },
      { role: "tool", tool_call_id: "b", content: "The result is shown in the next message of the user." },
      {
        role: "user",
        content: [
          text("From the result of the tool call a:"),
          picture,
          text("From the result of the tool call b:"),
          picture,
          text("Hi"),
        ],
      },
      user,
    ]);
  });

  it("get a message of their own where the user says nothing", () => {
    const lifted = { role: "user", content: [text("From the result of the tool call a:"), picture] };
    expect(liftToolMedia([result("a", picture)]).at(-1)).toEqual(lifted);
    const answer = { role: "assistant", content: "Ah." };
    expect(liftToolMedia([result("a", picture), answer]).slice(1)).toEqual([lifted, answer]);
  });
});

const request: JsonRecord = {
  model: "gpt-4o",
  messages: [
    { role: "system", content: [text("A"), { ...text("B"), ...mark }] },
    { role: "user", content: [{ ...text("C"), ...mark }, picture] },
    {
      role: "assistant",
      content: null,
      reasoning_content: "Hm.",
      reasoning_details: [{ type: "reasoning.text", text: "Hm.", format: "unknown" }],
      tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: "{}" } }],
    },
    { role: "tool", tool_call_id: "a", content: "no", is_error: true, ...mark },
  ],
  tools: [{ type: "function", function: { name: "f", parameters: {} }, ...mark }],
  max_tokens: 10,
};
const calls = [{ id: "a", type: "function", function: { name: "f", arguments: "{}" } }];

describe("a request of another dialect", () => {
  it("reaches any server in OpenAI's own words, with thinking for servers that want it back", () => {
    const warnings: string[] = [];
    expect(plainBody({ ...request, thinking: { type: "disabled" } }, warnings)).toEqual({
      model: "gpt-4o",
      messages: [
        { role: "system", content: "A\n\nB" },
        { role: "user", content: [text("C"), picture] },
        { role: "assistant", content: null, reasoning_content: "Hm.", tool_calls: calls },
        { role: "tool", tool_call_id: "a", content: "no" },
      ],
      tools: [{ type: "function", function: { name: "f", parameters: {} } }],
      max_tokens: 10,
    });
    expect(warnings).toEqual([]);
    plainBody({ ...request, thinking: { type: "enabled", budget_tokens: 2000 } }, warnings);
    expect(warnings).toEqual([expect.stringContaining("think")]);
  });

  it("is refused where a part would vanish", () => {
    const file = { type: "file", file: { file_url: "https://a.example/b.pdf" } };
    expect(() => plainBody({ messages: [{ role: "user", content: [text("x"), file] }] }, [])).toThrow(
      expect.objectContaining({ code: "untranslatable", details: { param: "messages.0.content.1" } }),
    );
  });

  it("reaches OpenAI without thinking of others, under today's name of the bound", () => {
    const warnings: string[] = [];
    const body = openAiBody({ ...request, top_k: 5, temperature: 0.2 }, warnings);
    expect(body).toMatchObject({ max_completion_tokens: 10, temperature: 0.2 });
    expect(body).not.toHaveProperty("max_tokens");
    expect(JSON.stringify(body)).not.toContain("Hm.");
    expect(warnings).toEqual([expect.stringContaining("top_k")]);
  });

  it.each<[string, JsonRecord, string | undefined]>([
    ["gpt-5", { thinking: { type: "enabled", budget_tokens: 2_000 } }, "low"],
    ["o4-mini", { thinking: { type: "enabled", budget_tokens: 10_000 } }, "medium"],
    ["gpt-5.2", { thinking: { type: "enabled", budget_tokens: 31_999 } }, "high"],
    ["gpt-5", { thinking: { type: "adaptive" }, reasoning_effort: "max" }, "high"],
    ["gpt-5.2", { reasoning_effort: "max" }, "xhigh"],
    ["gpt-5.1", { thinking: { type: "disabled" } }, "none"],
    ["gpt-5", { thinking: { type: "disabled" } }, undefined],
    ["gpt-4o", { thinking: { type: "enabled", budget_tokens: 2_000 } }, undefined],
    ["gpt-4o", { reasoning_effort: "high" }, undefined],
    ["gpt-5-chat-latest", { reasoning_effort: "high" }, undefined],
    ["our-deployment", { reasoning_effort: "high" }, "high"],
    ["our-deployment", { thinking: { type: "adaptive" } }, undefined],
    ["gpt-5", {}, undefined],
  ])("asks %s for as much thinking as it can be asked for: %j", (model, fields, effort) => {
    expect(openAiBody({ ...request, ...fields, model }, []).reasoning_effort).toBe(effort);
  });

  it("leaves sampling out where the model thinks, and says so unless it changes nothing", () => {
    const warnings: string[] = [];
    expect(openAiBody({ ...request, model: "gpt-5", temperature: 1, top_p: 0.5 }, warnings)).not.toHaveProperty(
      "top_p",
    );
    expect(warnings).toEqual([expect.stringContaining('"top_p"')]);
  });

  it("reaches OpenRouter with marks of the cache and proofs of thinking", () => {
    const body = openRouterBody({ ...request, thinking: { type: "enabled", budget_tokens: 2_000 } });
    expect(body).toMatchObject({
      reasoning: { max_tokens: 2_000 },
      messages: [
        { content: [text("A"), { ...text("B"), ...mark }] },
        {},
        { reasoning_details: [{ type: "reasoning.text" }] },
        { role: "tool", content: [{ ...text("no"), ...mark }] },
      ],
    });
    expect(body).not.toHaveProperty("thinking");
    expect(openRouterBody({ ...request, reasoning_effort: "max" }).reasoning).toEqual({ effort: "xhigh" });
    expect(openRouterBody({ ...request, thinking: { type: "disabled" } }).reasoning).toEqual({ enabled: false });
    expect(openRouterBody(request)).not.toHaveProperty("reasoning");
  });
});
