export interface ClaudeTraits {
  /** How the model is asked to think: the first ones can't, older ones by a number of tokens only, 4.6 either way, newer ones refuse a number. */
  thinking: "none" | "budget" | "either" | "adaptive";
  /** How it is kept from thinking; "never" for models that can't be. */
  withoutThinking: "omit" | "disabled" | "between_tools" | "never";
  /** Levels of `output_config.effort`, weakest first; empty where the model takes none. */
  efforts: readonly ClaudeEffort[];
  /** Which of temperature, top_p and top_k it takes: all, temperature or top_p but not both, or none but the defaults. */
  sampling: "all" | "one" | "none";
  /** Whether `tool_choice` may force a tool. */
  isToolForced: boolean;
  /** Whether a JSON schema binds its answers and its tools' arguments. */
  isStructured: boolean;
}

export type ClaudeEffort = "low" | "medium" | "high" | "xhigh" | "max";

const THREE_EFFORTS = ["low", "medium", "high"] as const;
const ALL_EFFORTS = ["low", "medium", "high", "xhigh", "max"] as const;
const OLDEST: ClaudeTraits = {
  thinking: "budget",
  withoutThinking: "omit",
  efforts: [],
  sampling: "all",
  isToolForced: true,
  isStructured: true,
};

/**
 * What a Claude model takes, read from its id in Anthropic's, Bedrock's or Vertex's spelling; by version, so that the next model is right on
 * its first day. Facts: platform.claude.com/docs/en/build-with-claude/{thinking,effort,structured-outputs} and the "what's new" page of each model.
 * Models of others behind the same API count as the oldest form, which they imitate.
 */
export function readClaudeTraits(modelId: string): ClaudeTraits {
  const name = /claude-[a-z0-9-]+/.exec(modelId)?.[0];
  if (name === undefined) return OLDEST;
  const version = readVersion(name) ?? 99;
  if (version < 4.1) return { ...OLDEST, thinking: version < 3.7 ? "none" : "budget", isStructured: false };
  if (version < 4.6) return { ...OLDEST, sampling: "one", efforts: isOpus45(name, version) ? THREE_EFFORTS : [] };
  if (version < 4.7) return { ...OLDEST, thinking: "either", sampling: "one", efforts: [...THREE_EFFORTS, "max"] };
  return {
    thinking: "adaptive",
    withoutThinking: waysOff(name, version),
    efforts: ALL_EFFORTS,
    sampling: "none",
    isToolForced: version < 5.1,
    isStructured: true,
  };
}

function isOpus45(name: string, version: number): boolean {
  return version === 4.5 && name.includes("opus");
}

function waysOff(name: string, version: number): ClaudeTraits["withoutThinking"] {
  if (/fable|mythos/.test(name)) return "never";
  if (version < 5) return "omit";
  if (version < 5.1 || name.includes("haiku")) return "disabled";
  return name.includes("sonnet") ? "between_tools" : "never";
}

/** 4.6 of "claude-opus-4-6-v1", 3.7 of "claude-3-7-sonnet-20250219"; undefined where the name holds no version. */
function readVersion(name: string): number | undefined {
  const [, major, minor] = /-(\d{1,2})(?:-(\d{1,2}))?(?=-|$)/.exec(name) ?? [];
  return major === undefined ? undefined : Number(`${major}.${minor ?? "0"}`);
}
