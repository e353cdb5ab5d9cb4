import type { UsageBound } from "@/server/gateway/budgets/most-cost";
import type { ModelEntry } from "@/server/gateway/config/config-store";
import type { ChatCall } from "@/server/gateway/spec/chat";
import type { EmbeddingRequest } from "@/server/gateway/spec/embedding";
import type { RerankRequest } from "@/server/gateway/spec/rerank";

/** What a call can consume at most at a model, counted only where a budget asks. */
export interface CallBound {
  usage: UsageBound;
  /** How far a chat's output may be bounded; null where the call has no such thing. */
  output: OutputBound | null;
}

export interface OutputBound {
  /** As the client asked; null where it left it to the model. */
  asked: number | null;
  /** Tokens of one choice. */
  most: number;
  /** Whether nobody else bounds it, so that the request has to say. */
  isOurs: boolean;
  choices: number;
}

/** Where neither the client nor the catalog bounds an answer, a budget does: most answers are far shorter. */
const DEFAULT_OUTPUT_TOKENS = 4_096;
/** Frames and instructions that vendors put around messages and tools; Anthropic's take up to 700 tokens. */
const FRAME_TOKENS = 1_000;
/** The dearest vendors count a picture of full size at less; what is sent inline has more bytes than tokens anyway. */
const TOKENS_PER_LINK = 40_000;

/**
 * Every common tokenizer makes at least one byte of a token, so the bytes of the body bound its tokens; what the body only links to, pictures and
 * files, is bounded apart, and all of it by the model's window.
 */
export function boundChat({ request, native }: ChatCall, model: ModelEntry): CallBound {
  const text = native?.text ?? JSON.stringify(request);
  const links = text.match(/"(?:image_url|file_id|file_url|source|input_audio)"/g)?.length ?? 0;
  const tokens = Buffer.byteLength(text) + FRAME_TOKENS + links * TOKENS_PER_LINK;
  const inputTokens = model.contextWindow === null ? tokens : Math.min(tokens, model.contextWindow);
  const asked = request.max_completion_tokens ?? request.max_tokens ?? null;
  const known = Math.min(asked ?? Number.POSITIVE_INFINITY, model.maxOutputTokens ?? Number.POSITIVE_INFINITY);
  const isOurs = known === Number.POSITIVE_INFINITY;
  const most = isOurs ? DEFAULT_OUTPUT_TOKENS : known;
  const choices = request.n ?? 1;
  return { usage: { inputTokens, outputTokens: most * choices }, output: { asked, most, isOurs, choices } };
}

export function boundEmbedding({ input }: EmbeddingRequest): CallBound {
  return { usage: { inputTokens: Buffer.byteLength(JSON.stringify(input)) }, output: null };
}

/** Rerankers read the query with every document, some in pieces, and Cohere bills a search for each hundred of them. */
export function boundRerank({ query, documents }: RerankRequest): CallBound {
  const perDocument = Buffer.byteLength(query) + 16;
  const tokens = Buffer.byteLength(JSON.stringify(documents)) + documents.length * perDocument;
  return { usage: { inputTokens: tokens, searches: Math.ceil(tokens / 500 / 100) + 1 }, output: null };
}

/** Speech is billed by its text, or by audio tokens: 50 a second, and nobody speaks a character in longer than a third of one. */
export function boundSpeech(characters: number): CallBound {
  return {
    usage: { characters, inputTokens: characters * 4 + FRAME_TOKENS, outputTokens: characters * 17 + 50 },
    output: null,
  };
}

/** The thinnest speech codec in use writes a byte a millisecond (8 kbit/s); a transcript has some ten tokens a second. */
export function boundTranscription(bytes: number): CallBound {
  const seconds = Math.ceil(bytes / 1_000);
  return {
    usage: { audioMs: bytes, inputTokens: seconds * 50 + FRAME_TOKENS, outputTokens: seconds * 10 + 100 },
    output: null,
  };
}
