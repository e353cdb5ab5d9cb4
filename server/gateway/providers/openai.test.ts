import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { openai } from "./openai";

describe("openai", () => {
  describeProvider(openai);
});
