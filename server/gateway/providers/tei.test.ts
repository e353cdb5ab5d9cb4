import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { tei } from "./tei";

describe("tei", () => {
  describeProvider(tei);
});
