import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { lmstudio } from "./lmstudio";

describe("lmstudio", () => {
  describeProvider(lmstudio);
});
