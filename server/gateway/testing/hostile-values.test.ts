import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/contracts/errors";
import { toCredentials } from "@/server/gateway/config/credentials";
import { createTransport } from "@/server/gateway/egress/create-transport";
import { PROVIDERS } from "@/server/gateway/providers/registry";
import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import { memoryEgress, type PreparedAnswer } from "./memory-egress";

const MODEL = "some-model";
const SECRET_VALUES = [
  "first-secret-0123456789abcdef",
  "second-secret-0123456789abcdef",
  "third-secret-0123456789abcdef",
];
const REFUSAL: PreparedAnswer = { status: 503, contentType: "text/plain", pieces: [] };

/** Every field filled in as a tenant might, the secrets each with a value of its own. */
function filledIn({ fields }: ProviderDefinition): Record<string, string> {
  const secrets = [...SECRET_VALUES];
  const values: Record<string, string> = { base_url: "https://upstream.example.com/v1" };
  for (const { name, kind } of fields) if (kind === "secret") values[name] = secrets.shift() ?? "";
  if (fields.some(({ name }) => name === "region")) values.region = "eu-west-1";
  if (fields.some(({ name }) => name === "access_key_id")) values.access_key_id = "AKID-of-a-test";
  return values;
}

/** Calls all that the provider can do; gives what was sent, and the errors that came back. */
async function callAll(
  definition: ProviderDefinition,
  values: Record<string, string>,
  modelId = MODEL,
  answer: PreparedAnswer = REFUSAL,
) {
  const urls: string[] = [];
  const egress = memoryEgress(({ url }) => {
    urls.push(url);
    return answer;
  });
  const errors: unknown[] = [];
  const attempt = async (call: (context: CallContext) => unknown) => {
    const { signal } = new AbortController();
    try {
      const credentials = toCredentials(definition, values);
      const http = createTransport({ egress, definition, credentials, signal });
      await call({ modelId, credentials, http, signal });
    } catch (error) {
      errors.push(error);
    }
  };
  const { llm, text_embedding: embedding, rerank, tts, speech_to_text: speech } = definition;
  const chat = { model: MODEL, messages: [{ role: "user" as const, content: "?" }] };
  await attempt((context) => definition.listModels(context));
  await attempt((context) => llm?.complete(chat, context));
  await attempt((context) => llm?.stream(chat, context)[Symbol.asyncIterator]().next());
  await attempt((context) => llm?.countTokens?.(chat, context));
  await attempt((context) => embedding?.embed({ model: MODEL, input: ["?"] }, context));
  await attempt((context) => rerank?.rerank({ model: MODEL, query: "?", documents: ["?"] }, context));
  await attempt((context) => tts?.speak({ model: MODEL, input: "?", voice: "?" }, context));
  await attempt((context) => speech?.transcribe({ model: MODEL, file: new File(["x"], "x.mp3") }, context));
  return { urls, errors };
}

/** The address without what a name may change in it: where it leads, and how many segments and parameters it has. */
function placeOf(text: string): string {
  const { origin, pathname, searchParams, hash } = new URL(text);
  return `${origin} ${pathname.split("/").length} ${[...searchParams.keys()].join()} ${hash}`;
}

function domainOf(url: string): string {
  return new URL(url).hostname.split(".").slice(-2).join(".");
}

const REMOTE = PROVIDERS.filter(({ isLocal }) => !isLocal);

describe.each(REMOTE.map((definition) => [definition.id, definition] as const))("%s", (_id, definition) => {
  it.each([
    "..",
    ".",
    "%2e%2e",
    "../../../v2/other",
    "a/../../b",
    "models/../x",
    "tunedModels/../../x",
    "anthropic/../../x",
    "..\\..\\x",
    "x?key=1",
    "x#y",
    "@evil.example/",
    "//evil.example/x",
    "x\r\nhost: evil.example",
  ])("leads a model of the name %j to no other place", async (modelId) => {
    const usual = new Set((await callAll(definition, filledIn(definition))).urls.map(placeOf));
    const { urls, errors } = await callAll(definition, filledIn(definition), modelId);
    for (const url of urls) expect([usual.has(placeOf(url)), new URL(url).href]).toEqual([true, url]);
    for (const error of errors) expect(isAppError(error) ? error.code : error).not.toBe("internal");
  });

  const texts = definition.fields.filter(({ kind }) => kind === "text");
  for (const { name } of texts) {
    it.each([
      "evil.example",
      "evil.example/#",
      "evil.example?",
      "@evil.example/",
      "a@evil.example/..",
      "../..",
      "us-east-1.evil.example",
      "2024-10-21&key=1#",
      "x\r\nhost: evil.example",
    ])(`sends its credentials nowhere else for the ${name} %j`, async (value) => {
      const { base_url: _own, ...values } = filledIn(definition);
      const own = definition.defaultBaseUrl === undefined ? filledIn(definition) : values;
      const usual = (await callAll(definition, own)).urls;
      expect(usual.length).toBeGreaterThan(0);
      const domains = new Set(usual.map(domainOf));
      for (const url of (await callAll(definition, { ...own, [name]: value })).urls) {
        expect(domains).toContain(domainOf(url));
        const { href, hash, username } = new URL(url);
        expect({ href, hash, username }).toEqual({ href: url, hash: "", username: "" });
      }
    });
  }

  it.each([
    ["an error's message", JSON.stringify({ error: { message: `You sent ${SECRET_VALUES.join(" and ")}` } })],
    ["a plain message", JSON.stringify({ message: `You sent ${SECRET_VALUES.join(" and ")}` })],
    ["text", `You sent ${SECRET_VALUES.join(" and ")}`],
  ])("keeps every secret out of its errors though the upstream echoes it in %s", async (_where, body) => {
    const values = filledIn(definition);
    for (const status of [200, 400, 401, 404, 429, 500]) {
      const answer = { status, contentType: "application/json", pieces: [Buffer.from(body)] };
      const { errors } = await callAll(definition, values, MODEL, answer);
      const told = errors.map((error) =>
        isAppError(error) ? `${error.message} ${JSON.stringify(error.details)}` : `${error}`,
      );
      for (const { name } of definition.fields.filter(({ kind }) => kind === "secret"))
        expect(told.join("\n")).not.toContain(values[name]?.slice(0, 12));
    }
  });
});

it("looks at every provider that leaves the process", () => {
  expect(REMOTE.length).toBeGreaterThan(20);
});
