/** The way out as a provider sees it: bound to the config's base URL, credentials, time limits and abort signal; every failure arrives as an `AppError`. */
export interface Transport {
  /** Sends and reads one JSON answer. A non-2xx status becomes an `AppError` through the provider's `readError`; a 2xx that isn't JSON is `provider_bad_response`. */
  json(request: WireRequest): Promise<WireAnswer>;
  /** Sends and reads server-sent events as they come; the same errors as `json` until the first event. */
  events(request: WireRequest): Promise<AsyncIterable<SseEvent>>;
  /** Sends and hands back the answer's bytes as they come (speech). */
  bytes(request: WireRequest): Promise<WireBytes>;
}

export interface WireRequest {
  method?: "GET" | "POST";
  /** Appended to the base URL, begins with "/". */
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as multipart/form-data. */
  form?: FormData;
}

export interface WireAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: unknown;
}

export interface WireBytes {
  contentType: string;
  headers: Readonly<Record<string, string>>;
  body: AsyncIterable<Uint8Array>;
}

/** One dispatched server-sent event: `event` is "" when the stream names none. */
export interface SseEvent {
  event: string;
  data: string;
}
