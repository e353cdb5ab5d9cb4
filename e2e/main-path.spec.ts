import type { LLMock } from "@copilotkit/aimock";
import { expect, test } from "@playwright/test";
import OpenAI from "openai";
import { findPlaintext } from "./find-plaintext";
import { FIRST_OWNER } from "./first-owner";
import { recordAnswers } from "./record-answers";
import { HOME, signIn } from "./sign-in";
import { AIMOCK_MODELS, CHAT_TEXT, startAimock } from "./start-aimock";
import { AIMOCK_PORT } from "./upstream-ports";

const PROVIDER_KEY = "sk-proj-by-hand-93d1f0a7c2b84e56";
const CONFIG = "by-hand";

let aimock: LLMock;

test.beforeAll(async () => {
  aimock = await startAimock(AIMOCK_PORT);
});

test.afterAll(async ({ request }) => {
  await request.delete(`/api/providers/${CONFIG}?confirm=true`, {
    headers: { authorization: `Bearer ${FIRST_OWNER.apiKey}` },
  });
  await aimock.stop();
});

test("a newcomer signs in, talks to the sandbox, connects a provider, picks a default, calls with the stock SDK and sees the exact cost", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const answers = await recordAnswers(page, baseURL ?? "");

  await test.step("sign in", () => signIn(page));

  await test.step("the sandbox answers in the playground, with its cost", async () => {
    await page.getByRole("link", { name: "Playground" }).first().click();
    await page.getByRole("combobox", { name: "Model" }).click();
    await page
      .getByRole("option", { name: /sandbox-chat/ })
      .first()
      .click();
    await page.getByLabel("Message", { exact: true }).fill("Why do boats need locks?");
    await page.getByRole("button", { name: "Send" }).click();
    const receipt = page.getByRole("link", { name: /View request/ });
    await expect(receipt).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText(/\$0\.0{3,}\d+/).first()).toBeVisible();
  });

  await test.step("connect a provider, whose key is tested before it is kept", async () => {
    await page.getByRole("link", { name: "Providers", exact: true }).first().click();
    await page.getByRole("button", { name: "Configure OpenAI" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("API key").fill(PROVIDER_KEY);
    await dialog.getByLabel("Base URL").fill(`http://127.0.0.1:${AIMOCK_PORT}/v1`);
    await dialog.getByRole("button", { name: "Advanced" }).click();
    await dialog.getByLabel("Name", { exact: true }).fill(CONFIG);
    await dialog.getByRole("button", { name: "Test and save" }).click();
    await expect(dialog.getByText("All stages passed")).toBeVisible();
    await dialog.getByRole("button", { name: "Done" }).click();
    const card = page.getByRole("article").filter({ hasText: CONFIG });
    await expect(card.getByText("Ready")).toBeVisible({ timeout: 20_000 });
    await expect(card.getByText(PROVIDER_KEY.slice(-4))).toBeVisible();
  });

  await test.step("the stored key never comes back into the form", async () => {
    await page.getByRole("button", { name: `Actions for ${CONFIG}` }).click();
    await page.getByRole("menuitem", { name: "Configure" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(`Key ending in ${PROVIDER_KEY.slice(-4)}`, { exact: true })).toBeVisible();
    await dialog.getByRole("button", { name: "Replace" }).click();
    await expect(
      dialog.getByRole("textbox", { name: "API key" }).or(dialog.locator("input[type=password]")),
    ).toHaveValue("");
    await page.keyboard.press("Escape");
  });

  await test.step("pick the default chat model", async () => {
    await page.getByRole("link", { name: "Models", exact: true }).first().click();
    await page.getByRole("combobox", { name: "Default model for Chat" }).click();
    await page.getByRole("option", { name: /GPT-4o Mini/ }).click();
    await expect(page.getByText(/^Chat: .* is the default\.$/)).toBeVisible();
  });

  const apiKey = await test.step("create an API key, shown once", async () => {
    await page.getByRole("link", { name: "API keys" }).first().click();
    await page.getByRole("button", { name: "Create API key" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Newcomer");
    await dialog.getByRole("button", { name: "Create API key" }).click();
    const value = await dialog.getByRole("textbox", { name: "API key" }).inputValue();
    expect(value).toMatch(/^sk-sluice-[0-9A-Za-z]{12}-[0-9A-Za-z]{43}$/);
    await dialog.getByRole("button", { name: "I saved the key" }).click();
    await page.reload();
    await expect(page.getByText("Newcomer")).toBeVisible();
    expect(await page.content()).not.toContain(value.slice(-43));
    return value;
  });

  const requestId = await test.step("call the gateway with the stock SDK", async () => {
    const openai = new OpenAI({ apiKey, baseURL: `${baseURL}/v1`, maxRetries: 0 });
    const { data, response } = await openai.chat.completions
      .create({ model: "auto", messages: [{ role: "user", content: "What is a sluice for?" }] })
      .withResponse();
    expect(data.choices[0]?.message.content).toBe(CHAT_TEXT);
    return response.headers.get("x-request-id") ?? "";
  });

  await test.step("both calls stand on the requests page, with the receipt of each", async () => {
    await page.getByRole("link", { name: "Requests" }).first().click();
    await expect(page.getByText("sandbox-chat").first()).toBeVisible();
    await page.goto(`${HOME}/requests?request=${requestId}`);
    const sheet = page.getByRole("dialog");
    // 21 × $0.15 and 9 × $0.60 per million.
    await expect(sheet.getByText("$0.00000855").first()).toBeVisible();
    await expect(sheet.getByText("Newcomer").first()).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("the usage page adds them up", async () => {
    await page.getByRole("link", { name: "Usage" }).first().click();
    await expect(
      page.getByRole("cell", { name: AIMOCK_MODELS.chat }).or(page.getByText(AIMOCK_MODELS.chat)).first(),
    ).toBeVisible();
    await expect(page.getByText("sandbox-chat").first()).toBeVisible();
  });

  await test.step("neither secret stands in clear in the database, the log or any page", async () => {
    expect(await findPlaintext(PROVIDER_KEY)).toEqual([]);
    expect(await findPlaintext(apiKey.slice(-43))).toEqual([]);
    // The search itself works: a name that is stored is found.
    expect(await findPlaintext(CONFIG)).toContain("provider_configs");
    expect(answers.unread).toEqual([]);
    expect(answers.bodies.length).toBeGreaterThan(50);
    expect(answers.bodies.filter((body) => body.includes(PROVIDER_KEY))).toEqual([]);
    // Shown once: in the answer that created it, and never again.
    expect(answers.bodies.filter((body) => body.includes(apiKey.slice(-43)))).toHaveLength(1);
  });
});
