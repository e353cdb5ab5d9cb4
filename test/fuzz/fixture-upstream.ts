import { findProvider } from "@/server/gateway";
import type { EgressRequest } from "@/server/gateway/egress/create-egress";
import { jsonAnswer, streamAnswer } from "@/server/gateway/testing/documented-streams";
import { type Fixture, loadFixtures } from "@/server/gateway/testing/load-fixtures";
import type { PreparedAnswer } from "@/server/gateway/testing/memory-egress";
import type { TestProvider } from "@/server/gateway/testing/start-test-gateway";

const CHATTING = ["openai", "anthropic", "gemini", "bedrock", "cohere", "mistral", "zhipu", "openai-compatible"];

/** Which fixture serves what the providers that the rounds call are for. */
export const SERVING = {
  llm: CHATTING,
  text_embedding: ["openai", "gemini", "cohere", "openai-compatible", "bedrock"],
  rerank: ["jina", "cohere", "openai-compatible", "tei"],
  tts: ["openai", "gemini", "groq", "openai-compatible"],
  speech_to_text: ["openai", "cohere", "groq", "openai-compatible"],
} as const;
export type ServedType = keyof typeof SERVING;
const TYPES = Object.keys(SERVING) as ServedType[];

const natives = loadFixtures("openai-natives");

function fixtureOf(provider: string, type: ServedType): Fixture {
  const fixture = loadFixtures(provider).get(type);
  if (fixture === undefined) throw new Error(`${provider} has no fixture of ${type}.`);
  return fixture;
}

/** One config per provider, with the models of its fixtures, each at a host named after the provider. */
export function fixtureProviders(): TestProvider[] {
  const ids = new Set<string>(Object.values(SERVING).flat());
  return [...ids].map((id) => ({
    id,
    provider: id,
    values: { api_key: "sk-fuzz-0123456789", base_url: `https://${id}.test/v1`, region: "us-east-1" },
    models: TYPES.filter((type) => SERVING[type].some((each) => each === id)).map((type) => ({
      modelId: `${type}-${fixtureOf(id, type).modelId}`,
      type,
    })),
  }));
}

/** Names of models as a client writes them. */
export function modelsOf(type: ServedType): string[] {
  return SERVING[type].map((id) => `${id}/${type}-${fixtureOf(id, type).modelId}`);
}

/** What a provider's documentation says it answers, by the host, the path and what the body asks for. */
export function answerFromFixtures({ url, body }: EgressRequest, type: ServedType): PreparedAnswer {
  const { hostname, pathname } = new URL(url);
  if (/count_?tokens$/i.test(pathname)) return jsonAnswer({ input_tokens: 5, totalTokens: 5 });
  const id = hostname.replace(".test", "");
  const name = pathname.endsWith("/responses")
    ? "responses"
    : pathname.endsWith("/completions") && !pathname.endsWith("/chat/completions")
      ? "completions"
      : undefined;
  const fixture = (name === undefined ? undefined : natives.get(name)) ?? fixtureOf(id, type);
  if (fixture.audio !== undefined) return { contentType: "audio/mpeg", pieces: [Buffer.from(fixture.audio, "base64")] };
  if (fixture.stream === undefined || !asksForStream(pathname, body)) return jsonAnswer(fixture.answer);
  const definition = findProvider(id);
  if (definition === undefined) throw new Error(`There is no provider ${id}.`);
  return streamAnswer(definition, fixture);
}

function asksForStream(pathname: string, body: string | Buffer | undefined): boolean {
  return /stream/i.test(pathname) || (typeof body === "string" && /"stream":\s*true/.test(body));
}
