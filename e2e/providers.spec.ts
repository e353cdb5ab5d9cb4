import AxeBuilder from "@axe-core/playwright";
import { LLMock } from "@copilotkit/aimock";
import { expect, type Page, test } from "@playwright/test";
import { type OpenSession, openSession } from "./open-session";
import { HOME } from "./sign-in";
import { CHAT_TEXT, CHAT_USAGE } from "./start-aimock";
import { AIMOCK_PORT } from "./upstream-ports";

const URL_OF_MOCK = `http://127.0.0.1:${AIMOCK_PORT}`;
const KEY_FILE = JSON.stringify(
  { type: "service_account", project_id: "water-works", private_key: "not-a-real-key\nof two lines" },
  null,
  2,
);

/** Vendors with dialects of their own, what their catalogs are asked for, and what 21 tokens in and 9 out cost there. */
const FAMILIES = [
  { label: "Google Gemini", name: "by-hand-gemini", model: "gemini-2.5-flash", cost: "$0.0000288" },
  { label: "Cohere", name: "by-hand-cohere", model: "command-a-03-2025", cost: "$0.0001425" },
];

let session: OpenSession;
let mock: LLMock;
let page: Page;

test.beforeAll(async ({ baseURL }) => {
  session = await openSession(baseURL);
  mock = new LLMock({ port: AIMOCK_PORT, host: "127.0.0.1" });
  for (const { model } of FAMILIES) mock.on({ model }, { content: CHAT_TEXT, usage: CHAT_USAGE });
  const [gemini, cohere] = FAMILIES.map(({ model }) => model);
  // It speaks both dialects for chats, but lists no models in them.
  list("/v1beta/models", {
    models: [{ name: `models/${gemini}`, supportedGenerationMethods: ["generateContent", "countTokens"] }],
  });
  list("/v1/models", { models: [{ name: cohere, endpoints: ["chat"], context_length: 256_000 }] });
  await mock.start();
});

test.afterAll(async () => {
  const trpc = session.in("waterworks");
  const configs = (await trpc.providers.list.query()).flatMap((card) => card.configs);
  for (const { id, name } of configs) {
    if (name.startsWith("by-hand-")) await trpc.providerConfigs.remove.mutate({ id, confirm: true });
  }
  await mock.stop();
});

test.beforeEach(async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    baseURL,
    storageState: session.state,
    locale: "en-US",
    reducedMotion: "reduce",
  });
  page = await context.newPage();
});
test.afterEach(() => page.context().close());

function list(path: string, body: object) {
  mock.mount(path, {
    async handleRequest(_req, res, rest) {
      if (rest !== "/") return false;
      res.writeHead(200, { "content-type": "application/json" });
      res.end(JSON.stringify(body));
      return true;
    },
  });
}

for (const { label, name, model, cost } of FAMILIES) {
  test(`${label} is connected, synced, talked to and paid for like any other`, async () => {
    await page.goto(`${HOME}/providers`);
    await page.getByRole("searchbox", { name: "Search providers" }).fill(label);
    await page.getByRole("button", { name: `Configure ${label}` }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("API key").fill("any-key-0123456789-wxyz");
    await dialog.getByLabel("Base URL").fill(URL_OF_MOCK);
    await expect(dialog.getByText(new RegExp(`${URL_OF_MOCK}/(v2/chat|v1beta/models/\\{model\\}:gen)`))).toBeVisible();
    await dialog.getByRole("button", { name: "Advanced" }).click();
    await dialog.getByLabel("Name", { exact: true }).fill(name);
    await dialog.getByRole("button", { name: "Test and save" }).click();
    await expect(dialog.getByText("All stages passed")).toBeVisible();
    await dialog.getByRole("button", { name: "Done" }).click();
    const card = page.getByRole("article").filter({ hasText: name });
    await expect(card.getByText("Ready")).toBeVisible({ timeout: 20_000 });

    await page.goto(`${HOME}/playground`);
    await page.getByRole("combobox", { name: "Model" }).click();
    await page.getByPlaceholder(/Search/).fill(model);
    await page.getByRole("option").first().click();
    await page.getByLabel("Message", { exact: true }).fill("What is a sluice for?");
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page.getByText(CHAT_TEXT).first()).toBeVisible();
    await page.getByRole("link", { name: /View request/ }).click();
    const sheet = page.getByRole("dialog");
    await expect(sheet.getByText(cost).first()).toBeVisible();
    await expect(sheet.getByText(name).first()).toBeVisible();
  });
}

test("the gallery is found by word, kind and keyboard, in both themes accessible", async () => {
  await page.goto(`${HOME}/providers`);
  const search = page.getByRole("searchbox", { name: "Search providers" });
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator("html")).toHaveClass(new RegExp(theme));
    const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(passes.length).toBeGreaterThan(0);
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
  await search.fill("千问");
  await expect(page.getByRole("article")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Configure Alibaba Cloud (Qwen)" })).toBeFocused();
  await search.fill("");
  await page.getByRole("combobox", { name: "Kind of provider" }).click();
  await page.getByRole("option", { name: "Your cloud accounts" }).click();
  await expect(page).toHaveURL(/group=cloud/);
  await expect(page.getByRole("article")).toHaveCount(3);
  await page.getByRole("button", { name: "Configure Azure OpenAI" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("button", { name: "Configure Amazon Bedrock" })).toBeFocused();
});

test("a key file of many lines is pasted whole, kept hidden, and stays when the form is saved without it", async () => {
  await page.goto(`${HOME}/providers?configure=vertex`);
  const dialog = page.getByRole("dialog");
  const field = dialog.getByLabel("Service account key (JSON)");
  await field.fill(KEY_FILE.slice(0, -1));
  await dialog.getByRole("button", { name: "Save without test" }).click();
  await expect(dialog.getByText(/begins like a key file and is not a whole one/).first()).toBeVisible();
  await field.fill(KEY_FILE);
  await dialog.getByLabel("Location").fill("europe-west4");
  await expect(dialog.getByText(/europe-west4-aiplatform\.googleapis\.com/)).toBeVisible();
  await dialog.getByRole("button", { name: "Advanced" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("by-hand-vertex");
  await dialog.getByRole("button", { name: "Save without test" }).click();
  const card = page.getByRole("article").filter({ hasText: "by-hand-vertex" });
  await expect(card.getByText("Unverified").first()).toBeVisible();

  await page.getByRole("button", { name: "Actions for by-hand-vertex" }).click();
  await page.getByRole("menuitem", { name: "Configure" }).click();
  await expect(dialog.getByText("Key ending in ••••", { exact: true })).toBeVisible();
  await dialog.getByLabel("Location").fill("europe-west1");
  await dialog.getByRole("button", { name: "Save without test" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Actions for by-hand-vertex" }).click();
  await page.getByRole("menuitem", { name: "Configure" }).click();
  await expect(dialog.getByText("Key ending in ••••", { exact: true })).toBeVisible();
  await expect(dialog.getByLabel("Location")).toHaveValue("europe-west1");
});

test("Bedrock's form keeps each of its secrets apart", async () => {
  await page.goto(`${HOME}/providers?configure=bedrock`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("AWS region").fill("eu-central-1");
  await expect(dialog.getByText(/bedrock-runtime\.eu-central-1\.amazonaws\.com\/model\/\{model\}/)).toBeVisible();
  await dialog.getByLabel("Access key id").fill("AKIDEXAMPLE");
  await dialog.getByLabel("Secret access key").fill("any-secret-0123456789-aaaa");
  await dialog.getByRole("button", { name: "Advanced" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("by-hand-bedrock");
  await dialog.getByRole("button", { name: "Save without test" }).click();
  await page.getByRole("button", { name: "Actions for by-hand-bedrock" }).click();
  await page.getByRole("menuitem", { name: "Configure" }).click();
  await expect(dialog.getByText(/^Key ending in /)).toHaveCount(1);
  await expect(dialog.getByText("Key ending in aaaa", { exact: true })).toBeVisible();
  await expect(dialog.getByLabel("Session token")).toHaveValue("");
});
