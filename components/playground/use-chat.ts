"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useRef } from "react";
import { useTRPC, useTRPCClient } from "@/components/trpc/client";
import type { PlaygroundChatInput } from "@/lib/contracts/playground";
import { toCallFailure } from "./call-failure-note";
import { reduceTurns, toMessages } from "./chat-turns";
import { nextLocalId } from "./local-id";

export type ChatParameters = Omit<PlaygroundChatInput, "messages">;

/** A conversation with a model, streamed. One answer at a time; leaving the page stops it. */
export function useChat(parameters: ChatParameters) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [turns, dispatch] = useReducer(reduceTurns, []);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = async (id: string, messages: PlaygroundChatInput["messages"]) => {
    const abort = new AbortController();
    running.current = abort;
    try {
      const events = await client.playground.chat.mutate({ ...parameters, messages }, { signal: abort.signal });
      for await (const event of events) dispatch({ type: "event", id, event });
      dispatch(abort.signal.aborted ? { type: "stop", id } : { type: "fail", id, failure: toCallFailure("") });
    } catch (error) {
      dispatch(abort.signal.aborted ? { type: "stop", id } : { type: "fail", id, failure: toCallFailure(error) });
    } finally {
      if (running.current === abort) running.current = null;
      queryClient.invalidateQueries({ queryKey: trpc.requests.list.pathKey() });
    }
  };

  return {
    turns,
    isStreaming: turns.at(-1)?.answer.state === "streaming",
    send: (question: string) => {
      const id = nextLocalId();
      dispatch({ type: "ask", id, question });
      run(id, toMessages(turns, question));
    },
    /** Asks the last question anew, with the parameters as they are now. */
    regenerate: () => {
      const last = turns.at(-1);
      if (!last) return;
      dispatch({ type: "ask_again", id: last.id });
      run(last.id, toMessages(turns.slice(0, -1), last.question));
    },
    stop: () => {
      const last = turns.at(-1);
      running.current?.abort();
      if (last) dispatch({ type: "stop", id: last.id });
    },
    clear: () => {
      running.current?.abort();
      dispatch({ type: "clear" });
    },
  };
}
