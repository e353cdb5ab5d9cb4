import { describe, expect, it } from "vitest";
import type { PlaygroundChatEvent } from "@/lib/contracts/playground";
import { type ChatTurn, reduceTurns, toMessages } from "./chat-turns";

const asked = reduceTurns([], { type: "ask", id: "1", question: "Hello?" });
const told = (turns: ChatTurn[], event: PlaygroundChatEvent) => reduceTurns(turns, { type: "event", id: "1", event });
const half = told(told(asked, { type: "delta", text: "Hi " }), { type: "delta", text: "there", reasoning: "greet" });

describe("a conversation", () => {
  it("gathers text and reasoning as they stream in", () => {
    expect(half[0]?.answer).toMatchObject({ state: "streaming", text: "Hi there", reasoning: "greet" });
  });

  it("keeps the text so far when it is stopped, and takes nothing that arrives later", () => {
    const stopped = reduceTurns(half, { type: "stop", id: "1" });
    expect(told(stopped, { type: "delta", text: " late" })[0]?.answer).toMatchObject({
      state: "stopped",
      text: "Hi there",
    });
  });

  it("keeps the text so far when the call fails, with the reason beside it", () => {
    const failed = told(half, { type: "error", code: "provider_timeout", message: "Too slow.", requestId: "r1" });
    expect(failed[0]?.answer).toMatchObject({
      state: "failed",
      text: "Hi there",
      failure: { code: "provider_timeout", requestId: "r1" },
    });
  });

  it("starts a blank answer to the same question when asked again", () => {
    const again = reduceTurns(half, { type: "ask_again", id: "1" });
    expect(again).toHaveLength(1);
    expect(again[0]).toMatchObject({ question: "Hello?", answer: { state: "streaming", text: "" } });
  });

  it("tells the model only questions that were answered, then the new one", () => {
    const failed = reduceTurns(asked, {
      type: "fail",
      id: "1",
      failure: { code: null, message: "offline", requestId: null },
    });
    expect(toMessages(failed, "Next")).toEqual([{ role: "user", content: "Next" }]);
    expect(toMessages(half, "Next").map((message) => message.role)).toEqual(["user", "assistant", "user"]);
  });
});
