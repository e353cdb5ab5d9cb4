import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { FRAMED_STREAM } from "@/server/gateway/testing/encode-frames";
import { bedrock } from "./bedrock";

describe("bedrock", () => {
  describeProvider(bedrock, { region: "us-east-1" }, FRAMED_STREAM);
});
