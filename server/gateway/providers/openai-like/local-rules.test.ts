import { describe, expect, it } from "vitest";
import { adaptBody } from "./adapt-body";
import { effortOnly, inlineImage, templateThinking } from "./local-rules";

function send(rules: Partial<Parameters<typeof adaptBody>[0]>, body: Record<string, unknown>) {
  return adaptBody({ vendor: "Ollama", parts: { text: true, image_url: inlineImage }, ...rules })(
    { messages: [], ...body },
    [],
  );
}
const image = (image_url: unknown) => ({ messages: [{ role: "user", content: [{ type: "image_url", image_url }] }] });

describe("what servers of one's own take differently", () => {
  it("refuses a picture that the server would have to fetch, and sends one that is there", () => {
    expect(() => send({}, image({ url: "https://example.com/a.png" }))).toThrow(
      expect.objectContaining({ code: "untranslatable" }),
    );
    expect(send({}, image({ url: "data:image/png;base64,AA==" }))).toMatchObject(
      image({ url: "data:image/png;base64,AA==" }),
    );
  });

  it.each([
    [{ thinking: { type: "disabled" } }, "none"],
    [{ reasoning_effort: "none" }, "none"],
    [{ reasoning_effort: "minimal" }, "low"],
    [{ reasoning_effort: "high" }, "high"],
    [{ thinking: { type: "enabled", budget_tokens: 1_024 } }, "low"],
  ])("asks for the thinking of %j by the effort %s", (asked, effort) => {
    expect(send({ reasoning: effortOnly({ minimal: "low" }) }, asked).reasoning_effort).toBe(effort);
  });

  it("tells the chat template how much to think, unless the caller told it already", () => {
    const reasoning = templateThinking;
    expect(send({ reasoning }, { reasoning_effort: "high" }).chat_template_kwargs).toEqual({
      enable_thinking: true,
      reasoning_effort: "high",
    });
    expect(send({ reasoning }, { thinking: { type: "disabled" } }).chat_template_kwargs).toEqual({
      enable_thinking: false,
    });
    const own = { chat_template_kwargs: { enable_thinking: true } };
    expect(send({ reasoning }, { ...own, reasoning_effort: "none" })).toMatchObject(own);
    expect(send({ reasoning }, {})).toEqual({ messages: [] });
  });
});
