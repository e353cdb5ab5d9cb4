import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { llamaCpp } from "./llama-cpp";

describe("llama-cpp", () => {
  describeProvider(llamaCpp);
});
