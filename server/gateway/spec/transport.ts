/** The way out as a provider sees it: bound to the config's base URL, credentials, time limits and abort signal; every failure arrives as an `AppError`. */
export interface Transport {
  /** Sends and reads one JSON answer. A non-2xx status becomes an `AppError` through the provider's `readError`; a 2xx that isn't JSON is `provider_bad_response`. */
  json(request: WireRequest): Promise<WireAnswer>;
  /** As `json`, but unparsed, for answers so large that parsing them would hold up everyone else; only its first character is judged. */
  text(request: WireRequest): Promise<Omit<WireAnswer, "body">>;
  /** Sends and reads server-sent events as they come; the same errors as `json` until the first event. */
  events(request: WireRequest): Promise<AsyncIterable<readonly SseEvent[]>>;
  /** Sends and hands back the answer's bytes as they come (speech, binary event streams). */
  bytes(request: WireRequest): Promise<WireBytes>;
}

export interface WireRequest {
  method?: "GET" | "POST";
  /** Appended to the base URL, begins with "/". */
  path: string;
  /** Instead of the config's base URL, for a token or a listing that lives on another host of the vendor. Egress judges it like any other. */
  baseUrl?: string;
  /** Sent without the provider's own headers and authorisation. */
  isOpen?: boolean;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** JSON that is serialised already: sent as it is. */
  jsonText?: string;
  /** Sent as multipart/form-data. */
  form?: FormData;
  /** For `bytes`: types of text that are an answer too, e.g. "text/event-stream"; text is else taken for an error. */
  alsoAccepts?: readonly string[];
  /** For `text`: the bound of the answer in bytes, where the usual one would be too small. */
  maxAnswerBytes?: number;
  /** Sent as application/x-www-form-urlencoded. */
  urlencoded?: Readonly<Record<string, string>>;
}

export interface WireAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: unknown;
  /** The body as it came. */
  text: string;
}

/** A request as it is about to leave, for signing. */
export interface OutgoingRequest {
  method: "GET" | "POST";
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | Buffer | undefined;
}

export interface WireBytes {
  contentType: string;
  headers: Readonly<Record<string, string>>;
  body: AsyncIterable<Uint8Array>;
  /** The body read as server-sent events instead. */
  readEvents(): AsyncIterable<readonly SseEvent[]>;
}

/** One dispatched server-sent event: `event` is "" when the stream names none. */
export interface SseEvent {
  event: string;
  data: string;
}
