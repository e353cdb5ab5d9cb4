import { PROVIDERS } from "@/server/gateway/providers/registry";
import { type ChatEvent, chatRequest } from "@/server/gateway/spec/chat";
import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import { callContext } from "./call-context";
import { FRAMED_STREAM } from "./encode-frames";
import { type Fixture, loadFixtures } from "./load-fixtures";
import { memoryEgress, type PreparedAnswer } from "./memory-egress";

export interface DocumentedAnswer {
  title: string;
  definition: ProviderDefinition;
  fixture: Fixture;
}

/** Every provider that chats with an upstream. */
export const CHATTING = PROVIDERS.filter(({ llm, isLocal }) => llm !== undefined && isLocal !== true);

const DOCUMENTED: readonly DocumentedAnswer[] = CHATTING.flatMap((definition) =>
  [...loadFixtures(definition.id)]
    .filter(([name]) => name.startsWith("llm"))
    .map(([name, fixture]) => ({ title: `${definition.id} ${name}`, definition, fixture })),
);

/** The streams of chat that the vendors document, of every provider. */
export const DOCUMENTED_STREAMS = DOCUMENTED.filter(({ fixture }) => fixture.stream !== undefined);

/** The whole answers of chat that the vendors document, of every provider. */
export const DOCUMENTED_ANSWERS = DOCUMENTED.filter(({ fixture }) => fixture.answer !== undefined);

/** A call of the provider with each of its fields filled in, over an upstream that answers `answer` to everything. */
export function contextOver(
  definition: ProviderDefinition,
  modelId: string,
  answer: (body: string) => PreparedAnswer,
): CallContext {
  const egress = memoryEgress(({ body }) => answer(body?.toString() ?? ""));
  const settings = Object.fromEntries(definition.fields.map(({ name }) => [name, "test"]));
  return callContext({
    definition,
    egress,
    baseUrl: "https://upstream.test/v1",
    modelId,
    apiKey: "sk-1234",
    settings,
  });
}

/** A documented stream as its bytes come. Bedrock alone frames them in AWS's own way. */
export function streamAnswer({ id }: ProviderDefinition, { stream = [] }: Fixture): PreparedAnswer {
  return id === "bedrock"
    ? { contentType: FRAMED_STREAM.contentType, pieces: [FRAMED_STREAM.encode(stream)] }
    : { contentType: "text/event-stream", pieces: [Buffer.from(stream.map((event) => `${event}\n\n`).join(""))] };
}

export function jsonAnswer(body: unknown, status = 200): PreparedAnswer {
  return { status, contentType: "application/json", pieces: [Buffer.from(JSON.stringify(body))] };
}

/** What the provider makes of the stream that its vendor documents. */
export async function replayStream({ definition, fixture }: DocumentedAnswer): Promise<ChatEvent[]> {
  const context = contextOver(definition, fixture.modelId, () => streamAnswer(definition, fixture));
  const seen: ChatEvent[] = [];
  for await (const batch of definition.llm?.stream(chatRequest.parse(fixture.request), context) ?? [])
    seen.push(...batch);
  return seen;
}
