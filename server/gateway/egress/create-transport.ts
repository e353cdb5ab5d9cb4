import type { IncomingHttpHeaders } from "node:http";
import { AppError } from "@/lib/contracts/errors";
import { isTooDeep } from "@/lib/is-too-deep";
import type { CallSignal } from "@/server/gateway/spec/call-signal";
import type { Credentials, ProviderDefinition } from "@/server/gateway/spec/provider";
import { redactCredentials } from "@/server/gateway/spec/redact-credentials";
import type { Transport, WireRequest } from "@/server/gateway/spec/transport";
import { decodeEvents } from "@/server/gateway/streaming/decode-events";
import type { Egress } from "./create-egress";
import { decodeBody } from "./decode-body";
import type { EgressResponse, ResponseBody } from "./exchange";
import { MAX_ERROR_BYTES } from "./max-error-bytes";
import { readRetryAfter } from "./read-retry-after";

export interface TransportTimeouts {
  /** From sending to the first byte of the answer's head. */
  firstByteTimeoutMs: number;
  /** Between two pieces of the answer. */
  idleTimeoutMs: number;
  /** The whole exchange. */
  totalTimeoutMs: number;
}

/** Streams answer at once, and then may think in silence for a while. */
export const DEFAULT_TIMEOUTS: TransportTimeouts = {
  firstByteTimeoutMs: 60_000,
  idleTimeoutMs: 120_000,
  totalTimeoutMs: 900_000,
};

/** A whole answer comes only when the model has thought it through, which takes the largest of them minutes. */
const WHOLE_ANSWER_TIMEOUTS: TransportTimeouts = { ...DEFAULT_TIMEOUTS, firstByteTimeoutMs: 300_000 };

const JSON_TYPE = "application/json";
const DEFAULT_MAX_RESPONSE_BYTES = 20_000_000;
/** Streams and audio are read piece by piece, so their bound is against running for ever, not against memory. */
const MAX_STREAM_BYTES = 1_000_000_000;

export interface TransportOptions {
  egress: Pick<Egress, "request">;
  definition: ProviderDefinition;
  credentials: Credentials;
  signal: CallSignal;
  timeouts?: Partial<TransportTimeouts>;
  /** Bound of a JSON answer, decoded. */
  maxResponseBytes?: number;
  /** Sent with every request besides the provider's own, e.g. a trace id. */
  headers?: Readonly<Record<string, string>>;
  /** Called whenever a request goes out on an open connection. */
  onSent?: () => void;
}

/** The spec's transport for one call: base URL, credentials, limits and error dialect bound together over the egress. */
export function createTransport(options: TransportOptions): Transport {
  const { egress, definition, credentials, signal } = options;
  const given = options.timeouts;
  const timeouts = given === undefined ? DEFAULT_TIMEOUTS : { ...DEFAULT_TIMEOUTS, ...given };
  const wholeTimeouts = given === undefined ? WHOLE_ANSWER_TIMEOUTS : { ...WHOLE_ANSWER_TIMEOUTS, ...given };
  const maxResponseBytes = options.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES;

  async function send(request: WireRequest, accept: string, maxBodyBytes: number): Promise<EgressResponse> {
    const headers: Record<string, string> = {
      accept,
      "accept-encoding": "identity",
      ...options.headers,
      ...(request.isOpen ? undefined : definition.headers(credentials)),
      ...request.headers,
    };
    const encoded = encodeBody(request, headers);
    const body = typeof encoded === "object" && "then" in encoded ? await encoded : encoded;
    const method = request.method ?? (body === undefined ? "GET" : "POST");
    const url = (request.baseUrl ?? credentials.baseUrl) + request.path;
    if (definition.authorize !== undefined && !request.isOpen)
      Object.assign(headers, await definition.authorize({ method, url, headers, body }, credentials, transport));
    const isWhole = accept === JSON_TYPE;
    const { firstByteTimeoutMs, idleTimeoutMs, totalTimeoutMs } = isWhole ? wholeTimeouts : timeouts;
    const response = await egress.request({
      url,
      method,
      headers,
      body,
      signal,
      firstByteTimeoutMs,
      idleTimeoutMs,
      totalTimeoutMs,
      maxBodyBytes,
      isWhole,
      onSent: request.isOpen ? undefined : options.onSent,
    });
    const encoding = response.headers["content-encoding"];
    const decoded =
      encoding === undefined || encoding === "identity"
        ? response
        : { ...response, body: decodeBody(response.body, encoding, maxBodyBytes) };
    if (decoded.status >= 200 && decoded.status < 300) return decoded;
    throw await readFailure(decoded);
  }

  async function readFailure(response: EgressResponse): Promise<AppError> {
    const text = await readText(response.body, MAX_ERROR_BYTES);
    const headers = flatten(response.headers);
    return describe(
      definition.readError({ status: response.status, headers, body: parseJson(text) ?? text }),
      response.status,
      headers,
    );
  }

  /** Adds what every dialect shares, and takes out the credentials should the upstream have echoed them. */
  function describe(error: AppError, status: number, headers: Readonly<Record<string, string>>): AppError {
    const retryAfterSeconds = error.isRetryable
      ? (readRetryAfter(headers, Date.now()) ?? error.details.retryAfterSeconds)
      : undefined;
    return new AppError(error.code, redactCredentials(credentials, error.message), {
      ...error.details,
      upstreamStatus: status,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  }

  const transport: Transport = {
    async text(request) {
      const response = await send(request, JSON_TYPE, request.maxAnswerBytes ?? maxResponseBytes);
      const text = await readWhole(response.body);
      if (!/^\s*[{[]/.test(text)) throw notJson(definition, response, text);
      return { status: response.status, headers: flatten(response.headers), text };
    },

    async json(request) {
      const response = await send(request, JSON_TYPE, maxResponseBytes);
      const text = await readWhole(response.body);
      const body = parseJson(text);
      if (body === undefined) throw notJson(definition, response, text);
      return { status: response.status, headers: flatten(response.headers), body, text };
    },

    async events(request) {
      const response = await send(request, "text/event-stream", MAX_STREAM_BYTES);
      const contentType = response.headers["content-type"] ?? "";
      if (contentType.startsWith("application/json") || contentType.startsWith("text/html"))
        throw await notStream(response);
      return decodeEvents(response.body);
    },

    async bytes(request) {
      const response = await send(request, "*/*", MAX_STREAM_BYTES);
      const contentType = response.headers["content-type"] ?? "application/octet-stream";
      const isText = contentType.startsWith("application/json") || contentType.startsWith("text/");
      if (isText && !request.alsoAccepts?.some((type) => contentType.startsWith(type))) throw await notStream(response);
      return {
        contentType,
        headers: flatten(response.headers),
        body: response.body,
        readEvents: () => decodeEvents(response.body),
      };
    },
  };
  return transport;

  /** A 2xx with one document where pieces were expected: often an error in disguise, which the dialect can name. */
  async function notStream(response: EgressResponse): Promise<AppError> {
    const text = await readText(response.body, MAX_ERROR_BYTES);
    const body = parseJson(text);
    if (typeof body === "object" && body !== null && "error" in body) {
      const headers = flatten(response.headers);
      return describe(definition.readError({ status: response.status, headers, body }), response.status, headers);
    }
    return notJson(definition, response, text, "a stream");
  }
}

/** The body's bytes as they leave; says their type in `headers`. */
function encodeBody(
  { form, json, jsonText, urlencoded }: WireRequest,
  headers: Record<string, string>,
): string | Promise<Buffer> | undefined {
  if (form !== undefined) {
    const encoded = new Response(form);
    headers["content-type"] = encoded.headers.get("content-type") ?? "multipart/form-data";
    return encoded.arrayBuffer().then((bytes) => Buffer.from(bytes));
  }
  if (urlencoded !== undefined) {
    headers["content-type"] = "application/x-www-form-urlencoded";
    return new URLSearchParams(urlencoded).toString();
  }
  const text = jsonText ?? (json === undefined ? undefined : JSON.stringify(json));
  if (text !== undefined) headers["content-type"] = "application/json";
  return text;
}

function readWhole(body: ResponseBody): Promise<string> {
  return body.collect === undefined ? readText(body) : body.collect();
}

/** The text of a body, or of its first bytes where only those are wanted. */
async function readText(body: AsyncIterable<Buffer>, wantedBytes = Number.POSITIVE_INFINITY): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= wantedBytes) break;
  }
  return chunks.length === 1 ? (chunks[0]?.toString("utf8") ?? "") : Buffer.concat(chunks).toString("utf8");
}

/** Undefined when the text is not JSON, or too deep; the caller then says so with the answer's own particulars. */
function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isTooDeep(text, value) ? undefined : value;
  } catch {
    return undefined;
  }
}

function notJson(definition: ProviderDefinition, response: EgressResponse, text: string, expected = "JSON"): AppError {
  const type = (response.headers["content-type"] ?? "no content type").split(";")[0] ?? "";
  const what = /^\s*<(!doctype|html|head|body)/i.test(text)
    ? `HTML (${type})`
    : text.trim() === ""
      ? "an empty body"
      : `something else (${type.slice(0, 60)})`;
  return new AppError(
    "provider_bad_response",
    `${definition.label.en} answered ${response.status} with ${what} where ${expected} was expected. Check the base URL: it should lead to the API, often ending in /v1.`,
    { upstreamStatus: response.status },
  );
}

const HIDDEN_HEADERS = new Set([
  "set-cookie",
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-encoding",
  "content-length",
  "upgrade",
  "trailer",
  "te",
]);

/** One string per header; what concerns only the hop to the provider stays behind. */
function flatten(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !HIDDEN_HEADERS.has(name))
      flat[name] = typeof value === "string" ? value : value.join(", ");
  }
  return flat;
}
