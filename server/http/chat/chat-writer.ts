import type { AppError } from "@/lib/contracts/errors";
import type { Receipt } from "@/server/gateway";
import type { ChatEvent, ChatResult } from "@/server/gateway/spec/chat";
import type { ChatDialect } from "@/server/gateway/spec/native-request";

/** How one dialect writes answers. Whole answers that the upstream gave in the same dialect never get here: their bytes go through. */
export interface ChatWriter {
  dialect: ChatDialect;
  /** A whole answer as this dialect's JSON body. */
  toBody(result: ChatResult, receipt: Receipt): unknown;
  createEncoder(stream: StreamFacts): ChatEncoder;
}

export interface StreamFacts {
  requestId: string;
  /** As the catalog of the tenant names it. */
  model: string;
  /** Stands where a dialect tells the input at the start, and the upstream only at the end. */
  estimatedInputTokens: number;
}

/** Writes one streamed answer as server-sent events; each method gives the frames to send, "" for none. Stateful, made for one answer. */
export interface ChatEncoder {
  /** Events whose `raw` is of this dialect go through untouched. */
  encode(event: ChatEvent): string;
  /** What closes a complete answer. */
  end(receipt: Receipt | undefined): string;
  /** What tells the client that the answer broke off, so that nobody takes it for whole. */
  fail(error: AppError): string;
}

/** One server-sent event; without a name where `event` is "". Text of several lines, as an upstream may send its JSON, takes a field per line. */
export function sseFrame(event: string, data: string): string {
  const lines = data.includes("\n") ? data.replaceAll("\n", "\ndata: ") : data;
  return event === "" ? `data: ${lines}\n\n` : `event: ${event}\ndata: ${lines}\n\n`;
}
