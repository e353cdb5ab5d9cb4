import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Deployment, startDeployment } from "@/test/start-deployment";
import { offerLoad, statusesOf } from "./offer-load";

const MODEL = "gpt-test";
const USD = 1_000_000_000n;
const dataDir = mkdtempSync(join(tmpdir(), "sluice-full-"));
const run = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: "ignore" }).status === 0;
const isMounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", dataDir);

let sluice: Deployment;
beforeAll(async () => {
  if (!isMounted) return;
  sluice = await startDeployment({
    replicas: 1,
    models: [{ id: MODEL, prices: { inputTokens: "3", outputTokens: "15" } }],
    env: { DATA_DIR: dataDir },
  });
}, 120_000);
afterAll(async () => {
  await sluice?.close();
  if (isMounted) run("umount", "-l", dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

const chat = () =>
  sluice.post("/v1/chat/completions", {
    model: MODEL,
    max_tokens: 50,
    messages: [{ role: "user", content: "Tell me of rivers." }],
  });

const ballast = join(dataDir, "ballast");
const SAYS = "the disk that holds its journal is full";

it("27. a journal on a disk that is full is said aloud and refuses calls before the provider hears of them; the process stays, and serves again by itself", async ({
  skip,
}) => {
  skip(!isMounted, "Only who may mount can fill a disk: run as root.");
  await sluice.addBudget(1_000n * USD);
  expect((await chat()).status).toBe(200);
  await sluice.drained();
  expect(() => writeFileSync(ballast, Buffer.alloc(4_000_000))).toThrowError(
    expect.objectContaining({ code: "ENOSPC" }),
  );
  // What is open may still be written where room was kept for it, so the first call or two may pass.
  await expect.poll(async () => (await chat()).status, { timeout: 10_000, interval: 20 }).toBe(503);
  const before = sluice.upstream.log.length;
  const refused = await offerLoad(chat, { perSecond: 50, forMs: 2_000 });
  expect(statusesOf(refused)).toEqual({ 503: refused.length });
  expect(refused[0]?.text).toContain(SAYS);
  expect(sluice.upstream.log).toHaveLength(before);
  expect(await sluice.server.metric("sluice_ledger_healthy")).toBe(0);
  const ready = await fetch(`${sluice.server.url}/readyz`);
  expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining(SAYS)]);
  expect((await fetch(`${sluice.server.url}/healthz`)).status).toBe(200);
  expect(sluice.server.output()).toContain("journal can't be written, new requests are refused");
  rmSync(ballast);
  await expect.poll(async () => (await chat()).status, { timeout: 10_000 }).toBe(200);
  expect(await sluice.server.metric("sluice_ledger_healthy")).toBe(1);
  await sluice.drained();
  await sluice.conserved();
}, 60_000);
