import { isAppError } from "@/lib/contracts/errors";
import { toCredentials } from "@/server/gateway/config/credentials";
import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import type { WireRequest } from "@/server/gateway/spec/transport";

/** Letters and a hyphen, which no adapter has to encode. */
const MODEL = "preview-of-a-model";

/**
 * Where a provider's first request would go, found by its own code over a transport that notes the address and sends nothing, so it can't
 * differ from what a call does. `{model}` stands for the model's id. Undefined while `values` do not lead to an address.
 */
export async function previewUrl(
  definition: ProviderDefinition,
  values: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  let url: string | undefined;
  try {
    const credentials = toCredentials(definition, values);
    if (!/^https?:/i.test(credentials.baseUrl) || !URL.canParse(credentials.baseUrl)) return undefined;
    const note = async ({ baseUrl, path }: WireRequest): Promise<never> => {
      url ??= (baseUrl ?? credentials.baseUrl) + path;
      throw new Noted();
    };
    const { signal } = new AbortController();
    const http = { json: note, text: note, events: note, bytes: note };
    await callFirst(definition, { modelId: MODEL, credentials, http, signal });
  } catch (error) {
    // A form half filled in: its faults are shown beside the fields.
    if (!(error instanceof Noted) && !isAppError(error)) throw error;
  }
  return url?.replaceAll(MODEL, "{model}");
}

class Noted extends Error {}

async function callFirst({ llm, text_embedding, rerank, tts }: ProviderDefinition, context: CallContext) {
  const model = MODEL;
  if (llm) return llm.complete({ model, messages: [{ role: "user", content: "?" }] }, context);
  if (text_embedding) return text_embedding.embed({ model, input: ["?"] }, context);
  if (rerank) return rerank.rerank({ model, query: "?", documents: ["?"] }, context);
  return tts?.speak({ model, input: "?", voice: "?" }, context);
}
