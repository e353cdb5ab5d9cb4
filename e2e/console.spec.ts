import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Browser, expect, type Page, request, test } from "@playwright/test";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { FIRST_OWNER } from "./first-owner";
import { openDialog } from "./open-dialog";
import { type OpenSession, openSession } from "./open-session";
import { HOME } from "./sign-in";
import { AIMOCK_PORT, DEAD_PORT } from "./upstream-ports";

const UPSTREAM_KEY = "lock-house-2b7c51f09a";
const CONFIG = "lock-house";
const SLOW = "pace-25ms+words-400";
const BROKEN = "fault-500";
const CUT = "cut-after-4";
/** What the upstream lists; a test may change it. */
const listed = ["gpt-test", SLOW, BROKEN, CUT];

let session: OpenSession;
let upstream: ScriptedUpstream;
let page: Page;

test.beforeAll(async ({ baseURL }) => {
  upstream = await startScriptedUpstream({ port: AIMOCK_PORT, apiKey: UPSTREAM_KEY, models: listed });
  session = await openSession(baseURL);
  const trpc = session.in("waterworks");
  const { jobId } = await trpc.providerConfigs.create.mutate({
    provider: "openai-compatible",
    name: CONFIG,
    config: { api_key: UPSTREAM_KEY, base_url: upstream.url },
  });
  await expect.poll(async () => (await trpc.jobs.get.query({ id: jobId ?? "" })).status).toBe("succeeded");
});

test.afterAll(async () => {
  const trpc = session.in("waterworks");
  const configs = (await trpc.providers.list.query()).flatMap((card) => card.configs);
  for (const { id, name } of configs) {
    if (name === CONFIG) await trpc.providerConfigs.remove.mutate({ id, confirm: true });
  }
  await upstream.close();
});

test.beforeEach(async ({ browser, baseURL }) => {
  page = await visit(browser, baseURL, session);
});
test.afterEach(() => page.context().close());

async function visit(browser: Browser, baseURL: string | undefined, who?: OpenSession): Promise<Page> {
  const context = await browser.newContext({ baseURL, storageState: who?.state, locale: "en-US", timezoneId: "UTC" });
  return context.newPage();
}

test("a new organization says on each page what it is for and what to do first", async () => {
  const slug = `fresh-${randomUUID().slice(0, 8)}`;
  await session.in("waterworks").tenants.create.mutate({ name: "Fresh water", slug });
  const pages: [string, string, RegExp][] = [
    ["/providers", "No provider is connected yet", /^Try /],
    ["/models", "No models yet", /Connect a provider/],
    ["/playground", "No chat model to call yet", /Connect a provider/],
    ["/usage", "No requests in this range", /playground/i],
    ["/requests", "No requests yet", /Try it in the playground/],
    ["/keys", "No API keys yet", /Create API key/],
  ];
  for (const [path, title, action] of pages) {
    await page.goto(`/t/${slug}${path}`);
    // While a page streams in, what is to come stands in it once more, hidden.
    const state = page.locator("[data-slot=data-state]").filter({ hasText: title, visible: true });
    await expect(state, path).toBeVisible();
    await expect(
      state.getByRole("link").or(state.getByRole("button")).filter({ hasText: action }).first(),
    ).toBeVisible();
  }
  await page.goto(`/t/${slug}`);
  await expect(page.getByText("0 of 5").filter({ visible: true })).toBeVisible();

  await test.step("a default that is not set says which calls fail, and those calls do", async () => {
    await page.goto(`/t/${slug}/models`);
    for (const calls of [
      "/v1/chat/completions",
      "/v1/embeddings",
      "/v1/rerank",
      "/v1/audio/speech",
      "/v1/audio/transcriptions",
    ])
      await expect(
        page.getByText(new RegExp(`Calls to .*${calls}.* with model “auto” return an error`)).filter({ visible: true }),
      ).toBeVisible();
    const { secret } = await session.in(slug).apiKeys.create.mutate({ name: "First" });
    const call = await page.request.post("/v1/chat/completions", {
      headers: { authorization: `Bearer ${secret}` },
      data: { model: "auto", messages: [{ role: "user", content: "Anyone?" }] },
    });
    expect([call.status(), await call.json()]).toMatchObject([412, { error: { code: "no_default_model" } }]);
  });
});

test("a search without a match names what was searched for, and clears", async () => {
  const nothing = "zzz-no-such-thing";
  for (const [path, box] of [
    ["/models", "Search models"],
    ["/providers", "Search providers"],
    ["/requests", "Search by request ID or error"],
  ] as const) {
    await page.goto(`${HOME}${path}`);
    const state = page.locator("[data-slot=data-state]").filter({ hasText: "Nothing matches" });
    await expect(async () => {
      // What is typed before the page listens is lost, and typed again.
      await page.getByRole("searchbox", { name: box }).fill(nothing);
      await expect(state.first(), path).toContainText(nothing, { timeout: 3_000 });
    }).toPass({ timeout: 30_000 });
    await expect(page).toHaveURL(new RegExp(nothing));
    await state.first().getByRole("button", { name: "Clear filters" }).click();
    await expect(page.getByText("Nothing matches")).toHaveCount(0);
    await expect(page.getByRole("searchbox", { name: box })).toHaveValue("");
    await expect(page).not.toHaveURL(new RegExp(nothing));
  }
});

test("a wrong key shows the stage, the cause and the fix, and keeps what was typed", async () => {
  await page.goto(`${HOME}/providers`);
  const dialog = await openDialog(page, page.getByRole("button", { name: "Configure Jina AI" }));
  const wrong = "a-wrong-key-41f0";
  await dialog.getByLabel("API key").fill(wrong);
  await dialog.getByLabel("Base URL").fill(upstream.url);
  await dialog.getByRole("button", { name: "Test and save" }).click();
  await expect(
    dialog.getByText("The test failed at “Key”. Nothing was saved; what you entered is still here."),
  ).toBeVisible();
  const stages = dialog.getByRole("region", { name: "Test result" }).getByRole("listitem");
  await expect(stages.filter({ hasText: "Connection" })).toContainText("Passed");
  const failed = stages.filter({ hasText: "Failed" });
  await expect(failed).toHaveCount(1);
  await expect(failed).toContainText("Enter the key again");
  await expect(dialog.getByLabel("API key")).toHaveValue(wrong);
  await expect(dialog.getByLabel("Base URL")).toHaveValue(upstream.url);

  await dialog.getByLabel("Base URL").fill(`http://127.0.0.1:${DEAD_PORT}/v1`);
  await dialog.getByRole("button", { name: "Test and save" }).click();
  await expect(dialog.getByText("The test failed at “Connection”.", { exact: false })).toBeVisible();
  await expect(dialog.getByLabel("API key")).toHaveValue(wrong);
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("button", { name: "Configure Jina AI" })).toBeVisible();
});

async function ask(model: string, question: string) {
  await page.goto(`${HOME}/playground?model=${encodeURIComponent(`${CONFIG}/${model}`)}`);
  const picker = page.getByRole("combobox", { name: "Model" });
  await picker.click();
  await page.getByRole("option", { name: model }).first().click();
  await page.getByLabel("Message", { exact: true }).fill(question);
  await page.getByRole("button", { name: "Send" }).click();
}

test("stopping an answer keeps what had come, says so, and meters it", async () => {
  await ask(SLOW, "Tell me everything about locks.");
  const answer = page.getByRole("region", { name: "Answer" });
  await expect.poll(async () => (await answer.innerText()).length).toBeGreaterThan(40);
  const begun = (await answer.innerText()).trim().slice(0, 30);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(answer.getByText("Stopped", { exact: true })).toBeVisible();
  await expect(answer).toContainText(begun);
  await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
  await expect.poll(() => upstream.log.at(-1)?.aborted, "the call upstream ends as well").toBe(true);
  const trpc = session.in("waterworks");
  await expect
    .poll(async () => (await trpc.requests.list.query({ model: SLOW })).requests[0])
    .toMatchObject({ status: "aborted", source: "playground" });
});

test("a call that fails says why and leads to its request; an answer cut off keeps its text", async () => {
  await ask(BROKEN, "Are you there?");
  const alert = page.getByRole("region", { name: "Answer" }).getByRole("alert");
  await expect(alert).toContainText("provider_", { timeout: 30_000 });
  await expect(alert.getByRole("button", { name: "Try again" })).toBeVisible();
  await alert.getByRole("link", { name: "View request" }).click();
  await expect(page.getByRole("dialog").getByText("Error", { exact: true }).first()).toBeVisible();

  await ask(CUT, "And now?");
  const answer = page.getByRole("region", { name: "Answer" });
  await expect(answer.getByRole("alert")).toBeVisible();
  await expect(answer).toContainText("word0 word1 word2");
});

test("a page that can't reach the server says so and loads once it can", async () => {
  await page.goto(`${HOME}/requests`);
  await expect(page.getByRole("heading", { name: "Requests" })).toBeVisible();
  await page.route("**/api/trpc/**", (route) => route.abort());
  await page.goto(`${HOME}/requests?status=error&search=${randomUUID()}`);
  await page.getByRole("searchbox").fill("unreachable");
  const state = page.getByRole("main").getByRole("alert");
  await expect(state).toContainText("Sluice can't be reached", { timeout: 30_000 });
  await page.unroute("**/api/trpc/**");
  await state.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Nothing matches")).toBeVisible();
});

test("a model sync shows what came, what went, and leaves the new disabled", async () => {
  listed.splice(0, listed.length, "gpt-newer-test", SLOW, BROKEN, CUT);
  try {
    await page.goto(`${HOME}/models`);
    await page.getByRole("button", { name: "Sync models" }).click();
    await page.getByRole("menuitem", { name: CONFIG }).click();
    await page.getByRole("button", { name: "View changes" }).click({ timeout: 20_000 });
    const sheet = page.getByRole("dialog");
    const added = sheet.getByRole("region", { name: "New" });
    await expect(added).toContainText("gpt-newer-test");
    await expect(added).toContainText("disabled");
    await expect(sheet.getByRole("region", { name: "Gone" })).toContainText("gpt-test");
    await page.goBack();
    await expect(sheet).toBeHidden();
    await page.goto(`${HOME}/models?state=gone`);
    await expect(page.getByRole("row").filter({ hasText: "gpt-test" })).toBeVisible();
  } finally {
    listed.splice(0, listed.length, "gpt-test", SLOW, BROKEN, CUT);
  }
});

test("the export downloads as CSV with a header, and no cell of it is a formula", async ({ baseURL }) => {
  const trpc = session.in("waterworks");
  const { apiKey, secret } = await trpc.apiKeys.create.mutate({ name: "=HYPERLINK(0)" });
  const rest = await request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${secret}` } });
  const call = await rest.post("/v1/chat/completions", {
    data: { model: "sandbox-chat", messages: [{ role: "user", content: "One line, please." }] },
  });
  expect(call.status()).toBe(200);
  const id = call.headers()["x-request-id"] ?? "";
  await expect.poll(async () => (await rest.get(`/api/requests/${id}`)).status()).toBe(200);
  await rest.dispose();

  await page.goto(`${HOME}/requests?apiKeyId=${apiKey.id}`);
  await expect(page.getByText("=HYPERLINK(0)").first()).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export CSV" }).click();
  await page.getByRole("button", { name: "Export these requests" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^sluice-requests-waterworks-\d{4}-\d{2}-\d{2}\.csv$/);
  const lines = readFileSync(await file.path(), "utf8")
    .trimEnd()
    .split("\n");
  expect(lines[0]).toMatch(/^\uFEFFrequested_at \(.+\),requested_at_utc,request_id,status,/);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(id);
  expect(lines[1]).toContain(",'=HYPERLINK(0),");
  await trpc.apiKeys.revoke.mutate({ id: apiKey.id });
});

test("language and theme are kept over a reload", async () => {
  await page.goto(`${HOME}/settings`);
  await page.getByRole("combobox", { name: "Theme" }).click();
  await page.getByRole("option", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveClass(/dark/);
  await page.getByRole("combobox", { name: "Language" }).click();
  await page.getByRole("option", { name: "简体中文" }).click();
  await expect(page.getByRole("heading", { name: "设置", level: 1 })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "设置", level: 1 })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", /^zh/);
  await expect(page.locator("html")).toHaveClass(/dark/);
  await page.goto(`${HOME}/usage`);
  await expect(page.getByRole("heading", { name: "用量", level: 1 })).toBeVisible();
  await expect(page.locator("html")).toHaveClass(/dark/);
});

test("a wrong password keeps the e-mail, and says neither which part was wrong nor whether the account exists", async ({
  browser,
  baseURL,
}) => {
  const visitor = await visit(browser, baseURL);
  const said: string[] = [];
  for (const email of [FIRST_OWNER.email, "nobody@sluice.test"]) {
    await visitor.goto("/login");
    await visitor.getByLabel("E-mail").fill(email);
    await visitor.getByLabel("Password", { exact: true }).fill("not the password at all");
    await visitor.getByRole("button", { name: "Sign in" }).click();
    const alert = visitor.getByRole("main").getByRole("alert");
    await expect(alert).toContainText("That did not work");
    said.push(await alert.innerText());
    await expect(visitor.getByLabel("E-mail")).toHaveValue(email);
  }
  expect(said[0]).toBe(said[1]);
  await visitor.context().close();
});
