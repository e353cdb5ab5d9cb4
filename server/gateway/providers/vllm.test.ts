import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { vllm } from "./vllm";

describe("vllm", () => {
  describeProvider(vllm);
});
