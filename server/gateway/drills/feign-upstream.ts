import type { DrillEntry } from "@/server/gateway/config/config-store";
import type { Egress, EgressRequest } from "@/server/gateway/egress/create-egress";
import type { EgressResponse } from "@/server/gateway/egress/exchange";
import { abortedBy, timedOut, translateFailure } from "@/server/gateway/egress/translate-failure";
import { pause } from "@/server/gateway/execution/pause";

const STATUSES = { unavailable: 503, rate_limited: 429, key_refused: 401 } as const;

/** A way out that leads nowhere: each request ends as at an upstream with the drill's fault, and no packet is sent. */
export function feignUpstream(
  { fault, retryAfterSeconds }: Pick<DrillEntry, "fault" | "retryAfterSeconds">,
  host: string,
): Pick<Egress, "request"> {
  return {
    async request(request) {
      switch (fault) {
        case "unreachable":
          throw translateFailure({ code: "ECONNREFUSED" }, host, "connect");
        case "silent":
          return silence(request, host);
        case "cut_before_content":
        case "cut_after_content":
          return { status: 200, headers: { "content-type": request.headers.accept ?? "" }, body: cutOff(host) };
        default: {
          const status = STATUSES[fault];
          const retryAfter = retryAfterSeconds === null ? {} : { "retry-after": String(retryAfterSeconds) };
          return {
            status,
            headers: { "content-type": "application/json", ...retryAfter },
            body: whole(JSON.stringify({ error: { message: `This ${status} was put on.`, type: "drill" } })),
          };
        }
      }
    },
  };
}

/** As long as a real one would be waited for: what that costs a client is what the drill is to show. */
async function silence(
  { signal, firstByteTimeoutMs, totalTimeoutMs }: EgressRequest,
  host: string,
): Promise<EgressResponse> {
  const [which, limitMs] =
    firstByteTimeoutMs <= totalTimeoutMs
      ? (["firstByte", firstByteTimeoutMs] as const)
      : (["total", totalTimeoutMs] as const);
  if (!signal.aborted) await pause(limitMs, signal);
  throw signal.aborted ? abortedBy(signal) : timedOut(host, which, limitMs);
}

async function* whole(text: string): AsyncGenerator<Buffer, void, undefined> {
  yield Buffer.from(text);
}

/** A space begins a document and an event alike, and tells nothing of either. */
async function* cutOff(host: string): AsyncGenerator<Buffer, void, undefined> {
  yield Buffer.from(" ");
  throw translateFailure({ code: "ECONNRESET" }, host, "body");
}
