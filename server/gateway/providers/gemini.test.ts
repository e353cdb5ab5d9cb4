import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { gemini } from "./gemini";

describe("gemini", () => {
  describeProvider(gemini);
});
