import { createHash } from "node:crypto";
import { configure } from "safe-stable-stringify";
import type { ChatCall, ChatMessage } from "@/server/gateway/spec/chat";

/** Fields that say how an answer travels or whose it is, not what it is. */
const SILENT_FIELDS: ReadonlySet<string> = new Set([
  "model",
  "stream",
  "stream_options",
  "user",
  "metadata",
  "safety_identifier",
  "prompt_cache_key",
  "prompt_cache_retention",
  "store",
]);

/** Keys in one order, so that two spellings of one object are one text. Requests are bounded in depth where they are read. */
const stringify = configure({ deterministic: true, circularValue: Error, maximumBreadth: Number.MAX_SAFE_INTEGER });

/** A call as the cache knows it, before anybody knows which model will answer. */
export interface CacheSubject {
  /** SHA-256, hex, over tenant, scope and the whole normalised request. */
  requestHash: string;
  /** SHA-256, hex, over tenant and messages alone. */
  promptHash: string;
  /** The same as `requestHash` with the last question left out, and that question: what may be asked in other words. Absent where it is not plain text. */
  frameHash?: string;
  question?: string;
}

/** What of a call decides its answer, besides who gives it. */
export interface KeyedCall {
  tenantId: string;
  /** Set where answers are kept apart for each API key. */
  apiKeyId: string | null;
  call: ChatCall;
  /** Settings that are filled in where the client left them out. */
  settings: Readonly<Record<string, unknown>>;
}

/** Pure. The tenant's id is the first thing hashed, so that no request of one tenant can ever have the key of another's. */
export function cacheSubjectOf({ tenantId, apiKeyId, call, settings }: KeyedCall): CacheSubject {
  const { request, native } = call;
  const body = withoutSilent(native?.body ?? request);
  const isolation = [tenantId, apiKeyId, native?.dialect ?? "neutral", native?.headers ?? {}, settings];
  const subject: CacheSubject = {
    requestHash: sha256(stringify([...isolation, body])),
    promptHash: sha256(stringify([tenantId, request.messages])),
  };
  const last = request.messages.at(-1);
  if (last?.role === "user" && typeof last.content === "string" && last.content.trim() !== "") {
    subject.question = last.content;
    const frame = { ...withoutSilent(request), messages: [...request.messages.slice(0, -1), withoutContent(last)] };
    subject.frameHash = sha256(stringify([...isolation, frame]));
  }
  return subject;
}

/** The key of an answer: the request's, and who gave it. Another config is another key or another address, so its answers are others. */
export function answerKeyOf(hash: string, providerConfigId: string, modelId: string): string {
  return sha256(stringify([hash, providerConfigId, modelId]));
}

function withoutSilent(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !SILENT_FIELDS.has(name)));
}

function withoutContent({ content: _content, ...rest }: ChatMessage): Omit<ChatMessage, "content"> {
  return rest;
}

function sha256(text: string | undefined): string {
  return createHash("sha256")
    .update(text ?? "")
    .digest("hex");
}
