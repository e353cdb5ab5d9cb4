import type { Egress, EgressRequest } from "@/server/gateway/egress/create-egress";

export interface PreparedAnswer {
  status?: number;
  contentType: string;
  headers?: Readonly<Record<string, string>>;
  /** The body, in the pieces in which the network would bring it. */
  pieces: readonly Buffer[];
}

/** A way out that leads to prepared answers: everything behind the real transport, without a socket. */
export function memoryEgress(answer: (request: EgressRequest) => PreparedAnswer): Egress {
  return {
    async request(request) {
      const { status = 200, contentType, headers = {}, pieces } = answer(request);
      request.onSent?.();
      return { status, headers: { "content-type": contentType, ...headers }, body: bodyOf(pieces) };
    },
    check: () => undefined,
    resolve: async () => undefined,
    contacted: () => [],
    close: async () => undefined,
  };
}

async function* bodyOf(pieces: readonly Buffer[]): AsyncGenerator<Buffer, void, undefined> {
  for (const piece of pieces) yield piece;
}
