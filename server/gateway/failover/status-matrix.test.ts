import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Caller } from "@/server/gateway/execution/caller";
import { createHealth } from "@/server/gateway/health/create-health";
import { findProvider } from "@/server/gateway/providers/registry";
import { type Fault, faultyEgress } from "@/server/gateway/testing/faulty-egress";
import { startTestGateway } from "@/server/gateway/testing/start-test-gateway";

const caller: Caller = { tenantId: "tenant-1", apiKeyId: "key-1", userId: null, source: "api" };
const status = (code: number, headers: Record<string, string> = {}): Fault => ({
  kind: "answer",
  status: code,
  headers,
});

const FAULTS: Record<string, Fault> = {
  network: { kind: "unreachable", code: "ECONNREFUSED" },
  dns: { kind: "unreachable", code: "ENOTFOUND" },
  tls: { kind: "unreachable", code: "CERT_HAS_EXPIRED" },
  "timeout-before-send": { kind: "timeout", when: "connect" },
  "timeout-after-send": { kind: "timeout", when: "firstByte" },
  "reset-after-send": { kind: "reset" },
  ...Object.fromEntries(
    [400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529].map((code) => [code, status(code)]),
  ),
  "429-retry-after": status(429, { "retry-after": "1" }),
  "200-with-error-body": {
    kind: "answer",
    body: JSON.stringify({ error: { message: "out of order", code: "server_error" } }),
  },
  "200-html": { kind: "answer", contentType: "text/html", body: "<!doctype html><p>Welcome</p>" },
};

/** The rows of the documented table, by failure. */
const documented = new Map(
  readFileSync("docs/failover.md", "utf8")
    .split("\n")
    .filter((line) => /^\| [a-z0-9-]+ \| `/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")))
    .map(([, failure = "", ...cells]) => [failure, cells.slice(0, 5)]),
);

/** What the gateway does with a fault, in the table's own words: once with a second provider beside the first, once without. */
async function observe(fault: Fault): Promise<string[]> {
  const codes: (string | null)[] = [];
  const seen: { calls: number; isBilled: boolean; circuit: string }[] = [];
  for (const hosts of [["faulty.test"], ["faulty.test", "sound.test"]]) {
    const egress = faultyEgress((host) => (host === "faulty.test" ? fault : null));
    const health = createHealth({ findProvider, random: () => 0 });
    const test = await startTestGateway({
      egress,
      health,
      providers: hosts.map((host, index) => ({
        id: host,
        values: { base_url: `https://${host}/v1`, api_key: "sk-test-1234567890" },
        config: { priority: index },
        models: [{ modelId: "m" }],
      })),
    });
    try {
      const signal = new AbortController().signal;
      await test.gateway
        .chat(
          caller,
          { request: { model: "m", messages: [{ role: "user", content: "Hi." }] } },
          { requestId: randomUUID(), signal },
        )
        .catch(() => undefined);
      await test.ledger.flush();
      const [first] = [...test.store.attempts.values()].toSorted((a, b) => a.sequence - b.sequence);
      codes.push(first?.errorCode ?? null);
      const [config] = test.snapshot.tenant("tenant-1")?.configs ?? [];
      const [model] = test.snapshot.tenant("tenant-1")?.models ?? [];
      if (config === undefined || model === undefined) throw new Error("The test gateway has no config.");
      const target = health.target("tenant-1", { config, model });
      const open = target.guards.find(({ circuit }) => !circuit.isClosed)?.kind;
      seen.push({
        calls: egress.calls.length,
        isBilled: first?.costNanoUsd !== "0",
        circuit: open ?? (target.failuresInARow > 0 ? "upstream" : "none"),
      });
    } finally {
      await test.close();
    }
  }
  const [alone, beside] = seen;
  const yes = (is: boolean | undefined) => (is ? "yes" : "no");
  return [
    codes[0] ?? "",
    yes(alone !== undefined && alone.calls > 1),
    yes(beside !== undefined && beside.calls > 1),
    alone?.circuit ?? "",
    yes(alone?.isBilled),
  ];
}

describe("D39 the status matrix in docs/failover.md", () => {
  it("names every failure of the test, and no other", () => {
    expect([...documented.keys()].toSorted()).toEqual(Object.keys(FAULTS).toSorted());
  });

  it.each(Object.entries(FAULTS))("is what the gateway does, in each cell: %s", async (failure, fault) => {
    expect(await observe(fault)).toEqual(documented.get(failure));
  });
});
