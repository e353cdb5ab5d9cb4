import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { openaiCompatible } from "./openai-compatible";

describe("openai-compatible", () => {
  describeProvider(openaiCompatible);
});
