import { expect, test } from "@playwright/test";
import { startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { FIRST_OWNER } from "./first-owner";
import { openDialog } from "./open-dialog";
import { openSession } from "./open-session";
import { HOME } from "./sign-in";
import { AIMOCK_PORT } from "./upstream-ports";

const PROFILE = "rehearsed";
const CONFIGS = ["upper-lock", "lower-lock"] as const;

test("a drill is started in the console, reaches the next call, is seen on every page, and ends at a click", async ({
  browser,
  baseURL,
  request,
}) => {
  const upstream = await startScriptedUpstream({ port: AIMOCK_PORT, models: ["gpt-test"] });
  const session = await openSession(baseURL);
  const trpc = session.in("waterworks");
  const made: string[] = [];
  const context = await browser.newContext({
    baseURL,
    storageState: session.state,
    locale: "en-US",
    timezoneId: "UTC",
  });
  const page = await context.newPage();
  const servedBy = async () => {
    const response = await request.post("/v1/chat/completions", {
      headers: { authorization: `Bearer ${FIRST_OWNER.apiKey}` },
      data: { model: `profile:${PROFILE}`, messages: [{ role: "user", content: "Is the gate shut?" }] },
    });
    expect(response.status()).toBe(200);
    return response.headers()["x-sluice-attempts"];
  };
  try {
    for (const name of CONFIGS) {
      const { config, jobId } = await trpc.providerConfigs.create.mutate({
        provider: "openai-compatible",
        name,
        config: { api_key: "sk-lock", base_url: upstream.url },
      });
      if (config) made.push(config.id);
      await expect.poll(async () => (await trpc.jobs.get.query({ id: jobId ?? "" })).status).toBe("succeeded");
    }
    const [provider, fallback] = CONFIGS;
    await trpc.profiles.save.mutate({
      name: PROFILE,
      profile: { provider, model: "gpt-test", fallbacks: [{ provider: fallback, model: "gpt-test" }] },
    });
    const [key] = (await trpc.apiKeys.list.query()).filter(({ status }) => status === "active").toReversed();

    await page.goto(`${HOME}/routing?tab=drill`);
    const dialog = await openDialog(page, page.getByRole("button", { name: "Start a drill" }));
    await dialog.getByRole("button", { name: "Start a drill" }).click();
    await expect(dialog.getByRole("alert").first()).toBeVisible();
    const choose = async (label: string, option: string | RegExp) => {
      await dialog.getByLabel(label, { exact: true }).click();
      await page.getByRole("option", { name: option }).click();
    };
    await choose("Profile", /^rehearsed \(gpt-test, 1 fallback\)/);
    await choose("Fault", "Refuses the connection");
    await choose("API key", key?.name ?? "");
    await dialog.getByRole("button", { name: "Start a drill" }).click();
    await expect(page.getByText("No call has met the fault yet.")).toBeVisible();

    await expect.poll(servedBy).toBe("2");
    await expect(page.getByText(/^\d+ of \d+ served by a fallback; p50 added \d+ ms\.$/)).toBeVisible();
    const calls = page.getByRole("table", { name: "Calls with the drill's key" });
    await expect(calls.getByText("lower-lock/gpt-test").first()).toBeVisible();
    await calls.getByRole("link").first().click();
    await expect(page.getByRole("dialog").getByText("Drill", { exact: true })).toBeVisible();
    await expect(
      page
        .getByRole("dialog")
        .getByText(/Fallback drill: .*refused the connection/)
        .first(),
    ).toBeVisible();

    await page.goto(`${HOME}/keys`);
    await expect(page.getByText("A fallback drill is on")).toBeVisible();
    await page.getByRole("link", { name: "Show the drill" }).click();
    await page.getByRole("button", { name: "Stop the drill" }).click();
    await expect(page.getByText("A fallback drill is on")).toHaveCount(0);
    await expect.poll(servedBy).toBe("1");
  } finally {
    const running = await trpc.drills.running.query();
    if (running) await trpc.drills.stop.mutate({ id: running.id });
    await trpc.profiles.remove.mutate({ name: PROFILE });
    for (const id of made) await trpc.providerConfigs.remove.mutate({ id, confirm: true });
    await context.close();
    await upstream.close();
  }
});
