/** How the scripted upstream treats one request; every field is optional, none means a correct answer at once. */
export interface UpstreamBehaviour {
  /** Answer with this error status. */
  status?: number;
  /** Sent as `Retry-After` with an error. */
  retryAfter?: string;
  /** Wait before the head of the answer. */
  delayMs?: number;
  /** Wait before each streamed event. */
  chunkDelayMs?: number;
  /** Words of the answer. */
  words?: number;
  /** The answer itself, a token each, in place of words. */
  pieces?: readonly string[];
  /** Send this many content events, then destroy the socket. */
  cutAfter?: number;
  /** Send this many content events, then end the stream properly but without a finish reason. */
  endAfter?: number;
  /** Send this many content events, then nothing, with the socket open. */
  stallAfter?: number;
  /** Send this many content events, then an error object. */
  errorAfter?: number;
  /** The words of that error object. */
  errorMessage?: string;
  /** Answer with something else entirely. */
  kind?: "html" | "redirect" | "hang" | "bad-json" | "empty";
  /** Report no usage. */
  isUsageHidden?: boolean;
  /** End after the finish reason without `[DONE]`. */
  isDoneOmitted?: boolean;
  /** Nothing after the finish reason, with the socket open. */
  isStalledAtEnd?: boolean;
  /** Report with each content event what was used so far, as vLLM does when asked. */
  isUsageContinuous?: boolean;
  /** Destroy the socket after the finish reason. */
  isCutAtEnd?: boolean;
  /** Reported inside the prompt tokens. */
  cachedTokens?: number;
}

/**
 * Behaviour written into a model's name, so that any client can ask for it: `fault-429`, `slow-500ms`, `pace-20ms`, `words-50`,
 * `cut-after-3`, `end-after-3`, `stall-after-3`, `error-after-3`, `html`, `redirect`, `hang`, `bad-json`, `empty`, `no-usage`, `no-done`, `cut-at-end`,
 * `cached-8`, `retry-after-2`. Several may be joined with "+".
 */
export function behaviourOfModel(model: string): UpstreamBehaviour {
  const behaviour: UpstreamBehaviour = {};
  for (const part of model.split("/").pop()?.split("+") ?? []) {
    const match = /^([a-z-]+?)-?(\d+)?(?:ms)?$/.exec(part);
    const name = match?.[1] ?? "";
    const number = Number(match?.[2] ?? 0);
    if (name === "fault") behaviour.status = number;
    else if (name === "retry-after") behaviour.retryAfter = String(number);
    else if (name === "slow") behaviour.delayMs = number;
    else if (name === "pace") behaviour.chunkDelayMs = number;
    else if (name === "words") behaviour.words = number;
    else if (name === "cut-after") behaviour.cutAfter = number;
    else if (name === "end-after") behaviour.endAfter = number;
    else if (name === "stall-after") behaviour.stallAfter = number;
    else if (name === "error-after") behaviour.errorAfter = number;
    else if (name === "html" || name === "redirect" || name === "hang" || name === "bad-json" || name === "empty")
      behaviour.kind = name;
    else if (name === "no-usage") behaviour.isUsageHidden = true;
    else if (name === "no-done") behaviour.isDoneOmitted = true;
    else if (name === "cut-at-end") behaviour.isCutAtEnd = true;
    else if (name === "cached") behaviour.cachedTokens = number;
  }
  return behaviour;
}
