import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/contracts/errors";
import { refuseThread } from "./refuse-thread";
import { toAnthropicErrorBody } from "./write-error";

function refusalOf(body: Record<string, unknown>) {
  try {
    refuseThread(body);
  } catch (error) {
    if (isAppError(error)) return { status: error.httpStatus, body: toAnthropicErrorBody(error, "request-1") };
  }
  return undefined;
}

describe("a conversation kept at Anthropic", () => {
  it.each([[{ type: "create" }], [{ type: "continue", previous_message_id: "msg_1" }]])(
    "is refused in the words that make Anthropic's clients send all of it: %j",
    (thread) => {
      expect(refusalOf({ thread })).toMatchObject({
        status: 400,
        body: { error: { type: "invalid_request_error", details: { error_code: "thread_unsupported_request" } } },
      });
    },
  );

  it("is not seen where there is none", () => {
    expect(refusalOf({ thread: null, messages: [] })).toBeUndefined();
  });
});
