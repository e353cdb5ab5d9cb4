import type { Egress, EgressRequest } from "@/server/gateway/egress/create-egress";
import { timedOut, translateFailure } from "@/server/gateway/egress/translate-failure";

/** What an upstream does with one request. Network faults are Node's own codes, and pass through the one translation that real ones do. */
export type Fault =
  | { kind: "answer"; status?: number; contentType?: string; headers?: Readonly<Record<string, string>>; body?: string }
  /** Before anything was sent. */
  | { kind: "unreachable"; code: string }
  /** After it was sent, before the answer. */
  | { kind: "reset" }
  | { kind: "timeout"; when: "connect" | "firstByte" }
  /** The answer's head and so much of its body, and then the connection is gone. */
  | { kind: "cut"; afterBytes: number };

export interface FaultyEgress extends Egress {
  /** Hosts in the order in which they were called. */
  readonly calls: string[];
}

const completion = JSON.stringify({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "All is well." }, finish_reason: "stop" }],
  usage: { prompt_tokens: 5, completion_tokens: 4, total_tokens: 9 },
});

const chunk = (fields: object) =>
  `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "m", ...fields })}\n\n`;

export const GOOD_STREAM = [
  chunk({ choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] }),
  ...["All ", "is ", "well."].map((content) =>
    chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
  ),
  chunk({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }),
  chunk({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 4, total_tokens: 9 } }),
  "data: [DONE]\n\n",
].join("");

/** A way out to upstreams in OpenAI's dialect, each called by its host, that fail as `faultOf` says and otherwise answer well. No sockets. */
export function faultyEgress(faultOf: (host: string, request: EgressRequest) => Fault | null): FaultyEgress {
  const calls: string[] = [];
  return {
    calls,
    async request(request) {
      const { host } = new URL(request.url);
      calls.push(host);
      const fault = faultOf(host, request);
      if (fault?.kind === "unreachable") throw translateFailure(networkError(fault.code), host, "connect");
      if (fault?.kind === "timeout" && fault.when === "connect") throw timedOut(host, "connect");
      request.onSent?.();
      if (fault?.kind === "timeout") throw timedOut(host, "firstByte", request.firstByteTimeoutMs);
      if (fault?.kind === "reset") throw translateFailure(networkError("ECONNRESET"), host, "head");
      const isStream = String(request.body).includes('"stream":true');
      const good = isStream ? GOOD_STREAM : completion;
      if (fault?.kind === "cut") {
        return {
          status: 200,
          headers: { "content-type": isStream ? "text/event-stream" : "application/json" },
          body: cutOff(good, fault.afterBytes, host),
        };
      }
      return {
        status: fault?.status ?? 200,
        headers: {
          "content-type": fault?.contentType ?? (isStream && fault === null ? "text/event-stream" : "application/json"),
          ...fault?.headers,
        },
        body: whole(fault === null ? good : (fault.body ?? JSON.stringify({ error: { message: "Scripted." } }))),
      };
    },
    check: () => undefined,
    resolve: async () => undefined,
    contacted: () => [],
    close: async () => undefined,
  };
}

function networkError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

async function* whole(text: string): AsyncGenerator<Buffer, void, undefined> {
  yield Buffer.from(text);
}

async function* cutOff(text: string, afterBytes: number, host: string): AsyncGenerator<Buffer, void, undefined> {
  if (afterBytes > 0) yield Buffer.from(text).subarray(0, afterBytes);
  throw translateFailure(networkError("ECONNRESET"), host, "body");
}
