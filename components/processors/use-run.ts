"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTRPC, useTRPCClient } from "@/components/trpc/client";
import type { CallReceipt } from "@/lib/contracts/playground";

export interface RunState {
  text: string;
  isRunning: boolean;
  receipt: CallReceipt | null;
  error: string | null;
}

const IDLE: RunState = { text: "", isRunning: false, receipt: null, error: null };

/** One run at a time, streamed; leaving stops it. */
export function useRun(name: string) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [state, setState] = useState(IDLE);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = async (input: string, variables: Readonly<Record<string, string>>) => {
    const abort = new AbortController();
    running.current = abort;
    setState({ ...IDLE, isRunning: true });
    try {
      const events = await client.processors.run.mutate({ name, input, variables }, { signal: abort.signal });
      for await (const event of events) {
        if (event.type === "delta") setState((before) => ({ ...before, text: before.text + (event.text ?? "") }));
        else if (event.type === "done") setState((before) => ({ ...before, receipt: event.receipt }));
        else setState((before) => ({ ...before, error: event.message }));
      }
    } catch (error) {
      if (!abort.signal.aborted)
        setState((before) => ({ ...before, error: error instanceof Error ? error.message : String(error) }));
    } finally {
      setState((before) => ({ ...before, isRunning: false }));
      queryClient.invalidateQueries({ queryKey: trpc.processors.runs.pathKey() });
    }
  };
  return { ...state, start, stop: () => running.current?.abort() };
}
