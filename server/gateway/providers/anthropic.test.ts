import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { anthropic } from "./anthropic";

describe("anthropic", () => {
  describeProvider(anthropic);
});
