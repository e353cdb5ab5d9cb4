import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { ollama } from "./ollama";

describe("ollama", () => {
  describeProvider(ollama);
});
