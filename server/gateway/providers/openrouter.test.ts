import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { openrouter } from "./openrouter";

describe("openrouter", () => {
  describeProvider(openrouter);
});
