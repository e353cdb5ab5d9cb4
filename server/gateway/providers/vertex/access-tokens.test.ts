import { exportPKCS8, generateKeyPair, jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createEgress } from "@/server/gateway/egress/create-egress";
import { vertex } from "@/server/gateway/providers/vertex";
import { Secret } from "@/server/gateway/spec/secret";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";
import { AccessTokens } from "./access-tokens";

const egress = loopbackEgress();
let server: ReplayServer;
let keys: CryptoKeyPair;
let pem: string;
let nextAccount = 0;

beforeAll(async () => {
  server = await startReplayServer();
  keys = await generateKeyPair("RS256", { extractable: true });
  pem = await exportPKCS8(keys.privateKey);
});
afterAll(async () => {
  await egress.close();
  await server.close();
});
beforeEach(() => {
  server.received.length = 0;
  server.reply("*", json({ candidates: [{ content: { parts: [{ text: "Hi" }] }, finishReason: "STOP" }] }));
  server.reply("/token", json({ access_token: "ya29.first-token-0123", expires_in: 3599, token_type: "Bearer" }));
});

const json = (body: unknown, status = 200) => ({ status, contentType: "application/json", body: JSON.stringify(body) });
/** A new account each time, because the provider keeps tokens by key. */
const keyFile = (changes: Record<string, unknown> = {}) =>
  JSON.stringify({
    type: "service_account",
    project_id: "key-project",
    private_key_id: "kid-1",
    private_key: pem,
    client_email: `account-${nextAccount++}@key-project.iam.gserviceaccount.com`,
    token_uri: `${server.url}/token`,
    ...changes,
  });
const context = (apiKey: string, settings?: Record<string, string>) =>
  callContext({
    definition: vertex,
    egress,
    baseUrl: `${server.url}/v1`,
    modelId: "gemini-2.5-flash",
    apiKey,
    ...(settings === undefined ? {} : { settings }),
  });
const chat = (apiKey: string) =>
  vertex.llm?.complete({ model: "m", messages: [{ role: "user", content: "Hello" }] }, context(apiKey));
const paths = () => server.received.map(({ path }) => path);

describe("a service account", () => {
  it("trades a signed claim for a token, and calls with that in the account's own project", async () => {
    const apiKey = keyFile();
    await chat(apiKey);
    const [trade, call] = server.received;
    const form = new URLSearchParams(trade?.body.toString());
    expect(form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
    const { payload, protectedHeader } = await jwtVerify(form.get("assertion") ?? "", keys.publicKey);
    expect(protectedHeader).toMatchObject({ alg: "RS256", kid: "kid-1" });
    expect(payload).toMatchObject({
      iss: JSON.parse(apiKey).client_email,
      aud: `${server.url}/token`,
      scope: "https://www.googleapis.com/auth/cloud-platform",
    });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(3600);
    expect(call?.path).toBe(
      "/v1/projects/key-project/locations/global/publishers/google/models/gemini-2.5-flash:generateContent",
    );
    expect(call?.headers.authorization).toBe("Bearer ya29.first-token-0123");
    expect(JSON.stringify(server.received.map(({ headers }) => headers))).not.toContain("PRIVATE");
  });

  it("fetches one token for many calls, also for calls at the same time", async () => {
    const apiKey = keyFile();
    await Promise.all([chat(apiKey), chat(apiKey), chat(apiKey)]);
    await chat(apiKey);
    expect(paths().filter((path) => path === "/token")).toHaveLength(1);
    expect(paths()).toHaveLength(5);
  });

  it("fetches another a minute before the token ends", async () => {
    let nowMs = 1_000_000;
    const tokens = new AccessTokens(() => nowMs);
    const key = new Secret(keyFile());
    const { http } = context(key.reveal());
    await tokens.tokenFor(key, http);
    nowMs += 3_538_000;
    await tokens.tokenFor(key, http);
    expect(paths()).toHaveLength(1);
    nowMs += 1_000;
    server.reply("/token", json({ access_token: "ya29.second", expires_in: 3599 }));
    expect(await tokens.tokenFor(key, http)).toBe("ya29.second");
  });

  it("does not fail with another call's fetch, but tries for itself", async () => {
    const tokens = new AccessTokens();
    const key = new Secret(keyFile());
    const abort = new AbortController();
    server.reply("/token", { ...json({}), isHung: true });
    const leaving = callContext({
      definition: vertex,
      egress,
      baseUrl: server.url,
      modelId: "m",
      apiKey: key.reveal(),
      signal: abort.signal,
    });
    const first = tokens.tokenFor(key, leaving.http).catch((error: { code: string }) => error.code);
    await expect.poll(() => paths().length).toBe(1);
    const second = tokens.tokenFor(key, context(key.reveal()).http);
    server.reply("/token", json({ access_token: "ya29.mine", expires_in: 3599 }));
    abort.abort();
    expect(await first).toBe("client_closed");
    expect(await second).toBe("ya29.mine");
  });

  it.each([
    [
      "a claim that Google refuses",
      () => keyFile(),
      { error: "invalid_grant", error_description: "Invalid JWT Signature." },
    ],
    ["a key file cut short", () => keyFile().slice(0, -40), undefined],
    ["a key file without its private key", () => keyFile({ private_key: undefined }), undefined],
    ["a token address that is none of the web", () => keyFile({ token_uri: "file:///etc/passwd" }), undefined],
    ["a private key that is none", () => keyFile({ private_key: pem.slice(0, 200) }), undefined],
  ])("turns %s into a refused key, and quotes nothing of it", async (_what, makeKey, refusal) => {
    if (refusal !== undefined) server.reply("/token", json(refusal, 400));
    const failure = await chat(makeKey())?.catch((error: Error & { code: string }) => error);
    expect(failure).toMatchObject({ code: "provider_auth_failed" });
    expect(failure).not.toHaveProperty("cause", expect.anything());
    expect(JSON.stringify(failure) + String(failure)).not.toMatch(/PRIVATE|BEGIN|MII|client_email":/);
  });

  it("asks for no token where the operator's policy lets nothing go", async () => {
    const strict = createEgress({ allowPrivateHosts: [], isOffline: false });
    for (const token_uri of [`${server.url}/token`, "http://169.254.169.254/token", "http://[::1]:9/token"]) {
      const apiKey = keyFile({ token_uri });
      const call = callContext({
        definition: vertex,
        egress: strict,
        baseUrl: "https://vertex.test/v1",
        modelId: "m",
        apiKey,
      });
      await expect(vertex.listModels(call)).rejects.toMatchObject({ code: "egress_blocked" });
    }
    expect(server.received).toEqual([]);
    await strict.close();
  });

  it("passes an outage of the token endpoint on as an outage", async () => {
    server.reply("/token", json({ error: "internal_failure" }, 503));
    await expect(chat(keyFile())).rejects.toMatchObject({ code: "provider_unavailable" });
  });
});

describe("where Vertex AI is called", () => {
  it("takes a plain API key without a project as express mode, which lists what is known to be served", async () => {
    await chat("plain-key-0123456789");
    expect(server.received[0]).toMatchObject({
      path: "/v1/publishers/google/models/gemini-2.5-flash:generateContent",
      headers: { "x-goog-api-key": "plain-key-0123456789" },
    });
    const models = await vertex.listModels(context("plain-key-0123456789"));
    expect(models.map(({ id }) => id)).toContain("gemini-2.5-flash");
    expect(models.some(({ id }) => id.startsWith("claude"))).toBe(false);
  });

  it("believes a listing also where the location lacks the model that proves access, but no refused project", async () => {
    const settings = { project: "p", location: "europe-west9" };
    const proof = "/v1/projects/p/locations/europe-west9/publishers/google/models/gemini-2.5-flash:countTokens";
    server.reply("/v1beta1/publishers/google/models", json({ publisherModels: [] }));
    server.reply(proof, json({ error: { code: 404, status: "NOT_FOUND", message: "no such model here" } }, 404));
    expect(await vertex.listModels(context("plain-key-0123456789", settings))).not.toEqual([]);
    server.reply(proof, json({ error: { code: 403, status: "PERMISSION_DENIED", message: "denied" } }, 403));
    await expect(vertex.listModels(context("plain-key-0123456789", settings))).rejects.toMatchObject({
      code: "provider_auth_failed",
    });
  });
});
