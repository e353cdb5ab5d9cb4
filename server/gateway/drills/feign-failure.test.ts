import { describe, expect, it } from "vitest";
import { DRILL_FAULTS, type DrillFault } from "@/lib/contracts/drill";
import { PROVIDERS } from "@/server/gateway/providers/registry";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { configEntryOf } from "@/server/gateway/testing/config-fixtures";
import { feignFailure } from "./feign-failure";

/** Of an answer in one piece; a stream breaks. */
const CODES: Record<DrillFault, string> = {
  unavailable: "provider_unavailable",
  rate_limited: "provider_rate_limited",
  key_refused: "provider_auth_failed",
  unreachable: "provider_unavailable",
  silent: "provider_timeout",
  cut_before_content: "provider_unavailable",
  cut_after_content: "provider_unavailable",
};

function feign(
  definition: ProviderDefinition,
  fault: DrillFault,
  isStream: boolean,
  { signal = new AbortController().signal, timeoutMs = 5 } = {},
) {
  return feignFailure({
    drill: { fault, retryAfterSeconds: fault === "rate_limited" ? 7 : null },
    definition,
    config: configEntryOf("config", { provider: definition.id }),
    isStream,
    signal,
    timeouts: { firstByteTimeoutMs: timeoutMs },
  });
}

describe.each(DRILL_FAULTS)("%s", (fault) => {
  it("is the same failure as a real one at every provider, for streams and whole answers, and says that it is a drill", async () => {
    expect(PROVIDERS.length).toBeGreaterThan(20);
    for (const definition of PROVIDERS) {
      for (const isStream of [false, true]) {
        const error = await feign(definition, fault, isStream);
        const code = isStream && fault.startsWith("cut_") ? "provider_stream_broken" : CODES[fault];
        expect([definition.id, isStream, error.code]).toEqual([definition.id, isStream, code]);
        expect(error.message).toMatch(/^Fallback drill: /);
        expect(error.details.isDrill).toBe(true);
        expect(error.details.retryAfterSeconds).toBe(fault === "rate_limited" ? 7 : undefined);
      }
    }
  });
});

describe("silent", () => {
  it("lasts as long as a real silence would be waited for", async () => {
    const [first] = PROVIDERS;
    if (!first) throw new Error("There is no provider.");
    const startedAt = performance.now();
    await feign(first, "silent", true, { timeoutMs: 150 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(145);
  });

  it("ends at once when the client goes away, and is then no failure", async () => {
    const [first] = PROVIDERS;
    if (!first) throw new Error("There is no provider.");
    const controller = new AbortController();
    const ending = feign(first, "silent", true, { signal: controller.signal, timeoutMs: 60_000 });
    controller.abort();
    expect((await ending).code).toBe("client_closed");
  });
});
