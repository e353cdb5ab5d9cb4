import { describe, expect, it } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { llama } from "./llama";

describe("llama", () => {
  describeProvider(llama);

  it("reads the service's own error, which names no code", () => {
    const body = { title: "Bad Request", detail: "Model does not exist", status: 400 };
    expect(llama.readError({ status: 400, headers: {}, body })).toMatchObject({
      code: "provider_model_missing",
      message: expect.stringContaining("“Model does not exist”"),
    });
  });
});
