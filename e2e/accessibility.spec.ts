import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { MODEL_TYPES } from "@/lib/contracts/model-type";
import { LOCALE_COOKIE, type Locale } from "@/lib/i18n/locale";
import { MESSAGES, type Messages } from "@/lib/i18n/messages";
import { FIRST_OWNER } from "./first-owner";
import { openDialog } from "./open-dialog";
import { type OpenSession, openSession } from "./open-session";
import { HOME } from "./sign-in";
import { DEAD_PORT } from "./upstream-ports";

const PASSING_KEY = "Shown once";
const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PAGES = [
  "",
  "/providers",
  "/models",
  "/prices",
  "/prices?tab=unpriced",
  "/prices?tab=repricing",
  "/prices?tab=operator",
  "/profiles",
  "/processors",
  "/effective-config",
  "/templates",
  "/usage",
  "/requests",
  "/alerts",
  "/alerts?tab=rules",
  "/alerts?tab=channels",
  "/invoice-check",
  "/routing",
  "/routing?tab=dryRun",
  "/routing?tab=replay",
  "/routing?tab=tests",
  "/routing?tab=drill",
  "/cache",
  "/keys",
  "/limits",
  "/limits?tab=budgets",
  "/members",
  "/settings",
  "/global-models",
  "/nothing-here",
];
const TABS = MODEL_TYPES.map((type) => `/playground?tab=${type}`);

let session: OpenSession;
let requestIds: string[];

test.beforeAll(async ({ baseURL, request }) => {
  session = await openSession(baseURL);
  const ask = (model: string) =>
    request.post("/v1/chat/completions", {
      headers: { authorization: `Bearer ${FIRST_OWNER.apiKey}` },
      data: { model, messages: [{ role: "user", content: "How wide is the lock?" }] },
    });
  const [answered, refused] = [await ask("sandbox-chat"), await ask("no-such-model")];
  expect([answered.status(), refused.status()]).toEqual([200, 404]);
  requestIds = [answered, refused].map((response) => response.headers()["x-request-id"] ?? "");
});

test.afterAll(async () => {
  const { apiKeys } = session.in("waterworks");
  for (const { id, name, status } of await apiKeys.list.query()) {
    if (name === PASSING_KEY && status === "active") await apiKeys.revoke.mutate({ id });
  }
});

/** Colours are the same in every language, and so is what a narrow page does with its words: English has the longer ones. */
const LOOKS = {
  en: { themes: ["light", "dark"], isNarrowed: true },
  zh: { themes: ["light"], isNarrowed: false },
} as const;

for (const locale of ["en", "zh"] as const) {
  const { themes, isNarrowed } = LOOKS[locale];
  const promise = `every page, dialog and sheet meets WCAG 2.2 AA in ${locale}, ${themes.join(" and ")}`;
  test(
    isNarrowed ? `${promise}, and no page is wider than a telephone or than any page zoomed to 400 %` : promise,
    async ({ browser, baseURL }) => {
      test.setTimeout(480_000);
      const messages = MESSAGES[locale];
      const paths = [...PAGES, ...TABS, ...requestIds.map((id) => `/requests?request=${id}`)];
      const walk = async (mine: string[]) => {
        const page = await open(browser, baseURL, locale, session);
        for (const path of mine) {
          await page.goto(`${HOME}${path}`);
          await expectAccessible(page, path || "/", themes);
          if (isNarrowed) await expectNarrow(page, path || "/");
        }
        await expect(page.locator("html")).toHaveAttribute("lang", new RegExp(`^${locale}`));
        await page.context().close();
      };
      // Two at a time: looking is the browser's work, and it has a process for each.
      await Promise.all([0, 1].map((lane) => walk(paths.filter((_, index) => index % 2 === lane))));

      const page = await open(browser, baseURL, locale, session);
      for (const [name, show] of Object.entries(OVERLAYS)) {
        await show(page, messages);
        await expect(page.getByRole("dialog")).toBeVisible();
        await expectAccessible(page, name, themes);
      }
      await page.context().close();

      const login = await open(browser, baseURL, locale);
      await login.goto("/login");
      await expectAccessible(login, "/login", themes);
      await login.getByRole("button", { name: messages.identity.signIn }).click();
      await expect(login.getByText(messages.states.validation.email).first()).toBeVisible();
      await expectAccessible(login, "/login with faults", themes);
      await login.context().close();
    },
  );
}

async function open(browser: Browser, baseURL: string | undefined, locale: Locale, who?: OpenSession): Promise<Page> {
  const context = await browser.newContext({ baseURL, storageState: who?.state, reducedMotion: "reduce" });
  await context.addCookies([{ name: LOCALE_COOKIE, value: locale, url: baseURL }]);
  return context.newPage();
}

test("a fault in a page is found", async ({ page }) => {
  await page.goto("/login");
  await settle(page);
  await page.getByLabel("E-mail").evaluate((field) => field.after(document.createElement("button")));
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARD).analyze();
  expect(violations.map(({ id }) => id)).toEqual(["button-name"]);
});

const OVERLAYS: Record<string, (page: Page, messages: Messages) => Promise<void>> = {
  "provider dialog": async (page, { providers }) => {
    await page.goto(`${HOME}/providers`);
    await openDialog(page, page.getByRole("button", { name: providers.configureNamed.replace("{name}", "Anthropic") }));
    await page.getByRole("button", { name: providers.dialog.advanced }).click();
  },
  "provider dialog with faults": async (page, { providers }) => {
    await page.getByRole("button", { name: providers.dialog.testAndSave }).click();
    await expect(page.getByRole("dialog").getByRole("alert").first()).toBeVisible();
  },
  "create dialog": async (page, { apiKeys }) => {
    await page.goto(`${HOME}/keys`);
    await openDialog(page, page.getByRole("button", { name: apiKeys.create }).first());
  },
  "new key": async (page, { apiKeys, states }) => {
    await page.getByRole("dialog").getByLabel(apiKeys.name, { exact: true }).fill(PASSING_KEY);
    await page.getByRole("dialog").getByRole("button", { name: apiKeys.create }).click();
    await expect(page.getByRole("dialog").getByRole("button", { name: apiKeys.saved })).toBeVisible();
    await expect(page.getByRole("dialog").getByText(states.copy).first()).toBeVisible();
  },
  "global model dialog": async (page, { globalModels }) => {
    await page.goto(`${HOME}/global-models`);
    await page.getByRole("button", { name: globalModels.create }).click();
  },
  "member dialog": async (page, { members }) => {
    await page.goto(`${HOME}/members`);
    await openDialog(page, page.getByRole("button", { name: members.add }).first());
  },
  "failed test": async (page, { providers }) => {
    const { provider } = (await session.in("waterworks").providers.list.query()).find(
      (card) => card.provider.id === "anthropic",
    ) ?? { provider: null };
    const labelOf = (name: string) => {
      const label = provider?.fields.find((field) => field.name === name)?.label;
      return new RegExp(`^(${label?.en}|${label?.zh})`);
    };
    await page.goto(`${HOME}/providers`);
    await openDialog(page, page.getByRole("button", { name: providers.configureNamed.replace("{name}", "Anthropic") }));
    await page.getByLabel(labelOf("base_url")).fill(`http://127.0.0.1:${DEAD_PORT}`);
    await page.getByLabel(labelOf("api_key")).fill("sk-ant-not-a-key");
    await page.getByRole("button", { name: providers.dialog.testAndSave }).click();
    await expect(page.getByText(providers.test.stages.connect).first()).toBeVisible();
    await expect(page.getByText(providers.test.outcomes.failed).first()).toBeVisible();
  },
  "list of default models": async (page, { models }) => {
    await page.goto(`${HOME}/models`);
    await page.getByRole("combobox", { name: models.defaults.chooseFor.replace("{type}", models.types.llm) }).click();
  },
  "code dialog": async (page, { playground }) => {
    await page.goto(`${HOME}/playground`);
    await openDialog(page, page.getByRole("button", { name: playground.code.open }));
  },
  "drill dialog": async (page, { drills }) => {
    await page.goto(`${HOME}/routing?tab=drill`);
    await openDialog(page, page.getByRole("button", { name: drills.start }));
  },
  "command palette": async (page) => {
    await page.goto(HOME);
    await settle(page);
    await page.keyboard.press("Control+k");
  },
  "keyboard help": async (page, { shell }) => {
    await page.goto(HOME);
    await openDialog(page, page.getByRole("button", { name: shell.shortcuts }));
  },
};

/** Nothing is being loaded and nothing moves any more. */
async function settle(page: Page) {
  await expect(page.locator("h1, [role=dialog] h2").first()).toBeVisible();
  await expect(page.locator("[data-slot=skeleton]")).toHaveCount(0);
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
}

/** In light by every rule; in dark by those on colour, for nothing else differs. */
async function expectAccessible(page: Page, name: string, themes: readonly ("light" | "dark")[]) {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator("html")).toHaveClass(new RegExp(theme));
    await settle(page);
    // No page has a frame, which is all that the newer mode opens a page of its own for.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const { passes, violations } = await (theme === "light"
      ? axe.withTags(STANDARD)
      : axe.withRules(["color-contrast", "link-in-text-block"])
    ).analyze();
    expect(passes.length, `axe looked at ${name}`).toBeGreaterThan(0);
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary?.replace(/\s+/g, " ")}`),
    );
    expect.soft(found, `${name}, ${theme}`).toEqual([]);
  }
}

test.describe("by keyboard alone", () => {
  let context: BrowserContext;
  let page: Page;

  test.beforeEach(async ({ browser, baseURL }) => {
    context = await browser.newContext({ baseURL, storageState: session.state, locale: "en-US" });
    page = await context.newPage();
    await page.goto(HOME);
    await settle(page);
  });
  test.afterEach(() => context.close());

  test("the skip link is the first stop and leads past the navigation", async () => {
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to content" });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.locator("main")).toBeFocused();
  });

  test("the sidebar leads to a page, whose dialog keeps the focus and gives it back", async () => {
    await tabTo(page, page.getByRole("navigation").getByRole("link", { name: "API keys" }));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/keys$/);
    const opener = page.getByRole("button", { name: "Create API key" }).first();
    await tabTo(page, opener);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByLabel("Name", { exact: true })).toBeFocused();
    for (const key of ["Tab", "Shift+Tab"]) {
      for (let press = 0; press < 12; press++) {
        await page.keyboard.press(key);
        await expect(dialog.locator(":focus")).toHaveCount(1);
      }
    }
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  });

  test("the palette and the letters lead anywhere, and letters typed into a field do not", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("usage");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/usage$/);
    await settle(page);
    await page.keyboard.press("g");
    await page.keyboard.press("m");
    await expect(page).toHaveURL(/\/models$/);
    const search = page.getByRole("searchbox", { name: "Search models" });
    await search.focus();
    await page.keyboard.type("gu?");
    await expect(search).toHaveValue("gu?");
    await expect(page).toHaveURL(/\/models/);
    await expect(page.getByRole("dialog")).toBeHidden();
  });

  test("a row of the request list opens, leafs on and closes", async () => {
    await page.goto(`${HOME}/requests`);
    await settle(page);
    await page.keyboard.press("j");
    await expect(page.getByRole("row").locator(":focus")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeVisible();
    await expect(page).toHaveURL(/request=/);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(page).not.toHaveURL(/request=/);
  });
});

/** Presses Tab until `wanted` has the focus. */
async function tabTo(page: Page, wanted: ReturnType<Page["getByRole"]>) {
  for (let press = 0; press < 60; press++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${wanted}.`);
}

async function expectNarrow(page: Page, name: string) {
  const before = page.viewportSize();
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    // A chart follows its frame a moment later.
    await expect.soft(page.locator("html"), `${name} at ${width} px`).toHaveJSProperty("scrollWidth", width);
  }
  if (before) await page.setViewportSize(before);
}
