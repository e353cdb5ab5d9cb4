import { describe } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { vertex } from "./vertex";

describe("vertex", () => {
  describeProvider(vertex, { project: "my-project", location: "us-central1" });
});
