import { randomUUID } from "node:crypto";
import type { LLMock } from "@copilotkit/aimock";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { openDialog } from "./open-dialog";
import { type OpenSession, openSession } from "./open-session";
import { AIMOCK_MODELS, CHAT_USAGE, startAimock } from "./start-aimock";
import { AIMOCK_PORT } from "./upstream-ports";

const CONFIG = "lock-house";
const DEAR = "gpt-4o";
const CHEAP = AIMOCK_MODELS.chat;
const LETTER = "The gate at the upper lock sticks.";
/** 21 × 2.50 + 9 × 10.00 USD a million, and the same tokens at 0.15 and 0.60. */
const DEAR_COST = "$0.0001425";
const CHEAP_COST = "$0.00000855";

const slug = `routed-${randomUUID().slice(0, 8)}`;
let aimock: LLMock;
let session: OpenSession;

test.beforeAll(async ({ baseURL }) => {
  aimock = await startAimock(AIMOCK_PORT);
  aimock.on({ model: DEAR }, { content: LETTER, usage: CHAT_USAGE });
  session = await openSession(baseURL);
  await session.in("waterworks").tenants.create.mutate({ name: "Routed water", slug });
  const { jobId } = await session.in(slug).providerConfigs.create.mutate({
    provider: "openai",
    name: CONFIG,
    config: { api_key: "sk-proj-routed-4c1a", base_url: `http://127.0.0.1:${AIMOCK_PORT}/v1` },
  });
  await expect.poll(async () => (await session.in(slug).jobs.get.query({ id: jobId ?? "" })).status).toBe("succeeded");
});
test.afterAll(() => aimock.stop());

test("a profile and a processor are made, the processor runs, its request explains the route, and a replay under cheapest shows the difference", async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(90_000);
  const context = await browser.newContext({
    baseURL,
    storageState: session.state,
    locale: "en-US",
    timezoneId: "UTC",
  });
  const page = await context.newPage();

  await test.step("a profile: the dear model, with the cheap one behind it", async () => {
    await page.goto(`/t/${slug}/profiles`);
    const dialog = await openDialog(page, page.getByRole("button", { name: "Create profile" }).first());
    await dialog.getByLabel("Name", { exact: true }).fill("careful");
    await choose(page, dialog.getByRole("combobox", { name: "Model", exact: true }), `${CONFIG}/${DEAR}`);
    await choose(page, dialog.getByRole("combobox", { name: "Add a fallback" }), `${CONFIG}/${CHEAP}`);
    await dialog.getByLabel("Temperature").fill("0.7");
    await dialog.getByRole("button", { name: "Save profile" }).click();
    await expect(page.getByText("careful was saved")).toBeVisible();
  });

  await test.step("a processor: inherits the profile's temperature, and overrides the length", async () => {
    await page.goto(`/t/${slug}/processors`);
    const dialog = await openDialog(page, page.getByRole("button", { name: "Create processor" }).first());
    await dialog.getByLabel("Name", { exact: true }).fill("gate-letters");
    await dialog.getByLabel("Task", { exact: true }).fill("writing");
    await choose(page, dialog.getByRole("combobox", { name: "Profile" }), "careful");
    await expect(dialog.getByText("Inherited from careful").first()).toBeVisible();
    await dialog.getByLabel("Output tokens at most").fill("64");
    await expect(dialog.getByText("Overridden", { exact: true })).toBeVisible();
    await dialog.getByRole("button", { name: "Save processor" }).click();
    await expect(page.getByText("gate-letters was saved")).toBeVisible();
    await expect(page.getByRole("row", { name: /gate-letters/ })).toContainText("1 overridden");
  });

  await test.step("a run: the answer as it comes, and what it cost", async () => {
    const dialog = await openDialog(page, page.getByRole("button", { name: "Run gate-letters" }).first());
    await dialog.getByLabel("Input").fill("Write to the lock keeper.");
    await dialog.getByRole("button", { name: "Start run" }).click();
    await expect(dialog.getByText(LETTER)).toBeVisible();
    await expect(dialog.getByRole("status").getByText(DEAR_COST)).toBeVisible();
    const history = dialog.getByRole("table", { name: "Latest runs" });
    await expect(history.getByRole("row").filter({ hasText: DEAR })).toContainText("Succeeded");
  });

  await test.step("its request explains the route: who was asked, by which tier, and what stood behind", async () => {
    await page.goto(`/t/${slug}/requests`);
    await page.getByRole("row").filter({ hasText: DEAR }).first().click();
    const sheet = page.getByRole("dialog");
    await expect(sheet.getByText("The request named a processor: processor:gate-letters.")).toBeVisible();
    await expect(sheet.getByText("The models come from: Profile.")).toBeVisible();
    const candidates = sheet.getByRole("table", { name: "Candidates" });
    await expect(candidates.getByRole("row").filter({ hasText: "Chosen" })).toContainText(DEAR);
    await expect(candidates.getByRole("row").filter({ hasText: "Fallback" })).toContainText(CHEAP);
    const settings = sheet.getByRole("table", { name: "Configuration" });
    await expect(settings.getByRole("row", { name: /Temperature/ })).toContainText("Profile: careful");
    await expect(settings.getByRole("row", { name: /Output tokens at most/ })).toContainText("Processor: gate-letters");
    await expect(sheet.getByText("Today the same model would be tried first.")).toBeVisible();
    await expect(sheet.getByText(new RegExp(`The strategy is cheapest → ${CHEAP}`))).toBeVisible();
  });

  await test.step("a replay under cheapest moves the call to the cheap model, and says what that saves", async () => {
    await page.goto(`/t/${slug}/routing?tab=replay`);
    await choose(page, page.getByRole("combobox", { name: "Strategy" }), "Cheapest");
    await page.getByRole("button", { name: "Replay requests" }).click();
    const card = page.getByRole("article").first();
    await expect(card.getByText("Done")).toBeVisible({ timeout: 20_000 });
    const fact = (name: string) => card.locator("dl > div").filter({ has: page.locator("dt", { hasText: name }) });
    await expect(fact("Before").getByText(DEAR_COST)).toBeVisible();
    await expect(fact("After").getByText(CHEAP_COST)).toBeVisible();
    await expect(fact("Moved")).toContainText("1 · 100%");
    await expect(fact("Refused")).toContainText("0 · 0%");
  });
  await context.close();
});

async function choose(page: Page, box: Locator, option: string): Promise<void> {
  await box.click();
  await page.getByRole("option", { name: option, exact: true }).click();
}
