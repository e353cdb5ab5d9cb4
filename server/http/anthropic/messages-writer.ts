import type { ChatWriter } from "@/server/http/chat/chat-writer";
import { toMessageBody } from "./message-body";
import { MessageEncoder } from "./message-encoder";

/** Answers as the Messages API writes them. */
export const messagesWriter: ChatWriter = {
  dialect: "messages",
  toBody: (result, receipt) => toMessageBody(result, receipt.counts, receipt.requestId),
  createEncoder: (stream) => new MessageEncoder(stream),
};
