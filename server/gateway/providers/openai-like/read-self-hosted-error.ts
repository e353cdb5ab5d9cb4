import type { AppError } from "@/lib/contracts/errors";
import { upstreamError } from "@/server/gateway/providers/wire/upstream-error";
import { createErrorReader, readErrorParts } from "./read-error";

/**
 * Context overflows as the servers say them, with whatever status: vLLM "maximum context length is", "longer than the maximum model
 * length"; llama.cpp "exceeds the available context size", "input is too large to process"; Ollama "exceeds the context length"; LM Studio
 * "context length of only"; TEI "`inputs` must have less than 512 tokens".
 */
const TOO_LONG =
  /maximum (context|model|sequence) length|context (length|window|size)|input( \(.{0,40}\))? is too large to process|must have less than \d+ (tokens|characters)|context the overflows/i;
/** A model or server that was not started for this: another candidate may be. */
const NOT_OFFERED =
  /(does|do) not support (tools|thinking|chat|embeddings?|rerank\w*|images?|audio|vision|completion|generate)|(image|audio) input is not supported|not a re-?ranker/i;

/**
 * The error dialects of self-hosted servers: vLLM `{object: "error", message, code}` and `{error: {message, code}}`, llama.cpp
 * `{error: {code, message, type}}`, Ollama and LM Studio `{error: "text"}` or `{error: {message}}`, TEI `{error, error_type}`, Xinference
 * `{detail}`. `serverName` opens the sentence.
 */
export function createSelfHostedErrorReader(
  serverName: string,
): (answer: { status: number; body: unknown }) => AppError {
  const readOther = createErrorReader(serverName);
  return (answer) => {
    const { message, type } = readErrorParts(answer.body);
    const status = answer.status >= 400 ? answer.status : 500;
    // A proxy in front answers these three; what it says in them is about the key or the rate.
    if (status === 401 || status === 403 || status === 429) return readOther(answer);
    if (type === "exceed_context_size_error" || TOO_LONG.test(message))
      return upstreamError(serverName, "context_too_long", status, message);
    if (type === "not_supported_error" || NOT_OFFERED.test(message))
      return upstreamError(serverName, "capability_unsupported", status, message);
    // TEI: inference failed.
    if (status === 424) return upstreamError(serverName, "provider_unavailable", status, message);
    return readOther(answer);
  };
}
