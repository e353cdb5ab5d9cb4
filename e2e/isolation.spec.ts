import { randomUUID } from "node:crypto";
import { type APIRequestContext, type Browser, expect, type Page, request, test } from "@playwright/test";
import { TRPCClientError } from "@trpc/client";
import { FIRST_OWNER } from "./first-owner";
import { type OpenSession, openSession } from "./open-session";
import { HOME } from "./sign-in";

const PAGES = ["", "/providers", "/models", "/playground", "/usage", "/requests", "/keys", "/members", "/settings"];
const NOT_HERE = "There is nothing at this address";
const MINE = "waterworks";
const THEIRS = `harbour-${randomUUID().slice(0, 8)}`;

/** One side of the wall: an organization, somebody in it, and one of each thing that has an id. */
interface Side {
  slug: string;
  session: OpenSession;
  configId: string;
  modelId: string;
  requestId: string;
  apiKeyId: string;
  apiKey: string;
  membershipId: string;
}

let mine: Side;
let theirs: Side;
let viewer: OpenSession;

test.beforeAll(async ({ baseURL }) => {
  const owner = await openSession(baseURL);
  await owner.in(MINE).tenants.create.mutate({ name: "Harbour", slug: THEIRS });
  const stranger = await addPerson(baseURL, owner, "owner");
  viewer = await addPerson(baseURL, owner, "viewer");
  // Whoever creates an organization owns it; from here on the first owner stands outside.
  const members = await stranger.in(THEIRS).members.list.query();
  const membershipId = members.find(({ email }) => email === FIRST_OWNER.email)?.id ?? "";
  await stranger.in(THEIRS).members.remove.mutate({ membershipId });
  mine = await prepare(baseURL, owner, MINE);
  theirs = await prepare(baseURL, stranger, THEIRS);
});

test.afterAll(async () => {
  await mine.session.in(MINE).apiKeys.revoke.mutate({ id: mine.apiKeyId });
});

async function addPerson(baseURL: string | undefined, owner: OpenSession, role: "owner" | "viewer") {
  const email = `${role}-${randomUUID()}@harbour.test`;
  const { initialPassword } = await owner.in(THEIRS).members.add.mutate({ email, name: `Harbour ${role}`, role });
  return openSession(baseURL, { email, password: initialPassword ?? "" });
}

async function prepare(baseURL: string | undefined, session: OpenSession, slug: string): Promise<Side> {
  const trpc = session.in(slug);
  const cards = await trpc.providers.list.query();
  const sandbox = cards.find(({ provider }) => provider.id === "sandbox")?.configs[0];
  const configId =
    sandbox?.id ?? (await trpc.providerConfigs.create.mutate({ provider: "sandbox", config: {} })).config?.id ?? "";
  const { apiKey, secret } = await trpc.apiKeys.create.mutate({ name: `Wall ${slug}`, role: "admin" });
  const rest = await restWith(baseURL, secret);
  let requestId = "";
  await expect
    .poll(async () => {
      const call = await rest.post("/v1/chat/completions", { data: CALL });
      requestId = call.headers()["x-request-id"] ?? "";
      return call.status();
    })
    .toBe(200);
  await expect.poll(async () => (await rest.get(`/api/requests/${requestId}`)).status()).toBe(200);
  await rest.dispose();
  const [model] = await trpc.models.list.query({ providerConfigId: configId });
  const [member] = await trpc.members.list.query();
  return {
    slug,
    session,
    configId,
    modelId: model?.id ?? "",
    requestId,
    apiKeyId: apiKey.id,
    apiKey: secret,
    membershipId: member?.id ?? "",
  };
}

const CALL = { model: "sandbox-chat", messages: [{ role: "user", content: "Who goes there?" }] };

function restWith(baseURL: string | undefined, apiKey: string): Promise<APIRequestContext> {
  return request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${apiKey}` } });
}

async function visit(browser: Browser, baseURL: string | undefined, session?: OpenSession): Promise<Page> {
  const context = await browser.newContext({ baseURL, storageState: session?.state, locale: "en-US" });
  return context.newPage();
}

/** The tRPC error code that a call ends with, or "answered". */
async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "answered";
  } catch (error) {
    if (error instanceof TRPCClientError) return String(error.data?.code);
    throw error;
  }
}

test("every page of another organization is the same as one that does not exist, and the owner's own opens", async ({
  browser,
  baseURL,
}) => {
  for (const [visitor, owner] of [
    [theirs, mine],
    [mine, theirs],
  ] as const) {
    const page = await visit(browser, baseURL, visitor.session);
    const seen: string[] = [];
    page.on("response", async (response) => {
      if (/json|html|x-component/.test(response.headers()["content-type"] ?? ""))
        seen.push(await response.text().catch(() => ""));
    });
    for (const path of [...PAGES, `/requests?request=${owner.requestId}`]) {
      await page.goto(`/t/${owner.slug}${path}`);
      await expect(page.getByRole("heading", { name: NOT_HERE }), `${owner.slug}${path}`).toBeVisible();
      await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeHidden();
    }
    await page.goto("/t/no-such-organization");
    await expect(page.getByRole("heading", { name: NOT_HERE })).toBeVisible();
    for (const secret of [owner.apiKeyId, owner.configId, owner.membershipId])
      expect(seen.filter((body) => body.includes(secret))).toEqual([]);
    await page.goto(`/t/${visitor.slug}`);
    await expect(page.getByRole("heading", { name: "Home" })).toBeVisible();
    await page.context().close();
  }
});

test("another organization's request, opened by its id in one's own, is not found", async ({ browser, baseURL }) => {
  const page = await visit(browser, baseURL, theirs.session);
  await page.goto(`/t/${theirs.slug}/requests?request=${mine.requestId}`);
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText(
    "There is no request of that id in this organization",
    {
      timeout: 20_000,
    },
  );
  await page.goto(`/t/${theirs.slug}/requests?request=${theirs.requestId}`);
  await expect(page.getByRole("dialog").getByText("sandbox-chat").first()).toBeVisible();
  await page.context().close();
});

test("tRPC finds nothing under another organization's name, and nothing of it under one's own", async () => {
  for (const [visitor, owner] of [
    [theirs, mine],
    [mine, theirs],
  ] as const) {
    const foreign = visitor.session.in(owner.slug);
    const reads = {
      session: () => foreign.session.get.query(),
      overview: () => foreign.overview.get.query(),
      providers: () => foreign.providers.list.query(),
      models: () => foreign.models.list.query({}),
      requests: () => foreign.requests.list.query({}),
      keys: () => foreign.apiKeys.list.query(),
      members: () => foreign.members.list.query(),
      jobs: () => foreign.jobs.list.query({}),
      createKey: () => foreign.apiKeys.create.mutate({ name: "Smuggled" }),
      update: () => foreign.tenants.update.mutate({ name: "Taken", timeZone: "UTC" }),
    };
    for (const [name, read] of Object.entries(reads))
      expect([name, await outcomeOf(read())]).toEqual([name, "NOT_FOUND"]);

    const own = visitor.session.in(visitor.slug);
    const { configId, modelId, requestId, apiKeyId, membershipId } = owner;
    const byId = {
      config: () => own.providerConfigs.get.query({ id: configId }),
      dependents: () => own.providerConfigs.dependents.query({ id: configId }),
      reverify: () => own.providerConfigs.reverify.mutate({ id: configId }),
      disable: () => own.providerConfigs.setEnabled.mutate({ id: configId, isEnabled: false }),
      default: () => own.providerConfigs.setDefault.mutate({ id: configId }),
      remove: () => own.providerConfigs.remove.mutate({ id: configId, confirm: true }),
      sync: () => own.models.sync.mutate({ providerConfigId: configId }),
      price: () => own.models.setPrice.mutate({ id: modelId, pricesPerMillion: { inputTokens: "1" } }),
      request: () => own.requests.get.query({ id: requestId }),
      revoke: () => own.apiKeys.revoke.mutate({ id: apiKeyId }),
      role: () => own.members.changeRole.mutate({ membershipId, role: "viewer" }),
      expel: () => own.members.remove.mutate({ membershipId }),
    };
    for (const [name, call] of Object.entries(byId))
      expect([name, await outcomeOf(call())]).toEqual([name, "NOT_FOUND"]);
    // A list of ids leaves out what is foreign.
    expect(await outcomeOf(own.models.setEnabled.mutate({ ids: [modelId], isEnabled: false }))).not.toBe("FORBIDDEN");

    const atHome = owner.session.in(owner.slug);
    expect(await atHome.providerConfigs.get.query({ id: configId })).toMatchObject({ isEnabled: true });
    expect(await atHome.requests.get.query({ id: requestId })).toMatchObject({ id: requestId });
    const models = await atHome.models.list.query({ providerConfigId: configId });
    expect(models.find(({ id }) => id === modelId)).toMatchObject({ isEnabled: true });
    const keys = await atHome.apiKeys.list.query();
    expect(keys.find(({ id }) => id === apiKeyId)).toMatchObject({ status: "active" });
    expect(keys.map(({ name }) => name)).not.toContain("Smuggled");
  }
});

test("an API key reaches its own organization over REST and the wire, and no other", async ({ baseURL }) => {
  for (const [visitor, owner] of [
    [theirs, mine],
    [mine, theirs],
  ] as const) {
    const rest = await restWith(baseURL, visitor.apiKey);
    expect((await rest.get(`/api/requests/${owner.requestId}`)).status()).toBe(404);
    expect((await rest.get(`/api/requests/${visitor.requestId}`)).status()).toBe(200);
    // The header that names an organization for a session does not move a key.
    const named = { headers: { "x-sluice-tenant": owner.slug } };
    expect((await rest.get(`/api/requests/${owner.requestId}`, named)).status()).toBe(404);
    const list = await (await rest.get("/api/requests?limit=200", named)).text();
    expect(list).toContain(visitor.requestId);
    expect(list).not.toContain(owner.requestId);
    const providers = await (await rest.get("/api/providers", named)).text();
    expect(providers).toContain(visitor.configId);
    expect(providers).not.toContain(owner.configId);
    await rest.dispose();
  }
});

test("the export opens for members alone", async ({ baseURL }) => {
  const address = (slug: string) => `${baseURL}/api/export/requests?tenant=${slug}`;
  const visitor = await request.newContext();
  for (const [who, owner] of [
    [theirs, mine],
    [mine, theirs],
  ] as const) {
    const headers = { cookie: who.session.cookie };
    const refused = await visitor.get(address(owner.slug), { headers });
    expect([refused.status(), await refused.json()]).toMatchObject([404, { error: { code: "not_found" } }]);
    const own = await visitor.get(address(who.slug), { headers });
    expect(own.status()).toBe(200);
    expect(await own.text()).toContain(who.requestId);
    expect(await own.text()).not.toContain(owner.requestId);
  }
  expect((await visitor.get(address(mine.slug))).status()).toBe(401);
  await visitor.dispose();
});

test("a viewer sees what they may not use, with the reason, and the server refuses it as well", async ({
  browser,
  baseURL,
}) => {
  const page = await visit(browser, baseURL, viewer);
  const reason = /Needs the role Owner or Admin/;
  const controls: [string, string, RegExp][] = [
    ["/providers", "Configure OpenAI", reason],
    ["/models", "Sync models", reason],
    ["/members", "Add member", reason],
    ["/keys", "Create API key", /Needs the role Owner, Admin,? or Developer/],
  ];
  for (const [path, name, why] of controls) {
    await page.goto(`/t/${THEIRS}${path}`);
    const control = page.getByRole("button", { name }).first();
    await expect(control, path).toHaveAttribute("aria-disabled", "true");
    await expect(control, path).toHaveAccessibleDescription(why);
    await control.focus();
    await expect(control, `${path}: can be reached, so that its reason is read`).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
  await expect(page.getByRole("heading", { name: "You don't have access to this" })).toBeVisible();
  await expect(page.getByText("Wall", { exact: false })).toHaveCount(0);
  await page.context().close();

  const trpc = viewer.in(THEIRS);
  const refused = {
    keys: () => trpc.apiKeys.list.query(),
    createKey: () => trpc.apiKeys.create.mutate({ name: "Mine", role: "viewer" }),
    connect: () => trpc.providerConfigs.create.mutate({ provider: "openai", config: { api_key: "sk-x" } }),
    disable: () => trpc.providerConfigs.setEnabled.mutate({ id: theirs.configId, isEnabled: false }),
    price: () => trpc.models.setPrice.mutate({ id: theirs.modelId, pricesPerMillion: null }),
    default: () => trpc.modelSettings.set.mutate({ modelType: "llm", provider: "sandbox", model: "sandbox-chat" }),
    member: () => trpc.members.add.mutate({ email: "friend@harbour.test", name: "Friend", role: "viewer" }),
    promote: () => trpc.members.changeRole.mutate({ membershipId: theirs.membershipId, role: "viewer" }),
    rename: () => trpc.tenants.update.mutate({ name: "Mine now", timeZone: "UTC" }),
    organization: () => trpc.tenants.create.mutate({ name: "Another", slug: `another-${randomUUID().slice(0, 8)}` }),
    call: () => trpc.playground.embed.mutate({ model: "sandbox-embedding", input: ["a"] }),
  };
  for (const [name, call] of Object.entries(refused))
    expect([name, await outcomeOf(call())]).toEqual([name, "FORBIDDEN"]);
  expect(await outcomeOf(trpc.providers.list.query())).toBe("answered");
});

test("a revoked key is refused within a second", async ({ baseURL }) => {
  const trpc = theirs.session.in(THEIRS);
  const { apiKey, secret } = await trpc.apiKeys.create.mutate({ name: "Short-lived" });
  const rest = await restWith(baseURL, secret);
  expect((await rest.post("/v1/chat/completions", { data: CALL })).status()).toBe(200);
  await trpc.apiKeys.revoke.mutate({ id: apiKey.id });
  await expect
    .poll(async () => (await rest.post("/v1/chat/completions", { data: CALL })).status(), { timeout: 1_000 })
    .toBe(401);
  expect((await rest.get("/v1/models")).status()).toBe(401);
  expect((await rest.get("/api/requests")).status()).toBe(401);
  await rest.dispose();
});

test("another site can't change anything with a visitor's session", async ({ baseURL }) => {
  const site = await request.newContext({ baseURL });
  const before = await mine.session.in(MINE).apiKeys.list.query();
  const sayings: Record<string, string>[] = [
    { origin: "https://elsewhere.example" },
    { "sec-fetch-site": "cross-site" },
    { origin: baseURL ?? "", "sec-fetch-site": "same-site" },
  ];
  for (const headers of sayings) {
    const answer = await site.post("/api/trpc/apiKeys.create", {
      headers: { cookie: mine.session.cookie, "x-sluice-tenant": MINE, ...headers },
      data: { json: { name: "Forged" } },
    });
    expect(answer.status()).toBe(403);
  }
  expect((await mine.session.in(MINE).apiKeys.list.query()).length).toBe(before.length);
  // The very same request from the console's own address goes through.
  const own = await site.post("/api/trpc/session.changePassword", {
    headers: { cookie: mine.session.cookie, "x-sluice-tenant": MINE, origin: baseURL ?? "" },
    data: { json: { currentPassword: "not the password", newPassword: "another quiet lock gate" } },
  });
  expect(own.status()).not.toBe(403);
  await site.dispose();
});

test("whoever is signed out is asked to sign in on every page, and then brought back", async ({ browser, baseURL }) => {
  const page = await visit(browser, baseURL);
  for (const path of PAGES) {
    await page.goto(`${HOME}${path}`);
    await expect(page, path).toHaveURL(`/login?${new URLSearchParams({ from: `${HOME}${path}` })}`);
  }
  await page.goto(`${HOME}/requests?status=error`);
  await expect(page.getByRole("heading", { name: "Sign in to Sluice" })).toBeVisible();
  await page.getByLabel("E-mail").fill(FIRST_OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(FIRST_OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${HOME}/requests?status=error`);
  await expect(page.getByRole("heading", { name: "Requests" })).toBeVisible();
  await page.context().close();

  const outside = await request.newContext({ baseURL, extraHTTPHeaders: { "x-sluice-tenant": MINE } });
  expect((await outside.get("/api/trpc/members.list")).status()).toBe(401);
  expect((await outside.get("/api/requests")).status()).toBe(401);
  expect((await outside.post("/v1/chat/completions", { data: CALL })).status()).toBe(401);
  await outside.dispose();
});
