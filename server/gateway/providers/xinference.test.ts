import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { xinference } from "./xinference";

describe("xinference", () => {
  describeProvider(xinference);
});
