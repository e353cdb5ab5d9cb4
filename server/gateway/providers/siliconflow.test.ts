import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { siliconflow } from "./siliconflow";

describe("siliconflow", () => {
  describeProvider(siliconflow);
});
