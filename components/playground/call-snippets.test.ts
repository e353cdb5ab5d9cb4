import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { CallDraft } from "./call-draft";
import { buildCurl, buildSnippets } from "./call-snippets";

const ORIGIN = "http://sluice.test";
const CHAT: CallDraft = {
  type: "llm",
  input: {
    model: "openai/gpt-4o",
    system: "Be brief.",
    messages: [{ role: "user", content: 'It\'s $HOME, `whoami` and "you"\n你好' }],
    temperature: 0.5,
    maxTokens: 64,
  },
};

/** What the program named `curl` is told when a shell runs the snippet. */
function argumentsOf(snippet: string): string[] {
  const printed = execFileSync(
    "sh",
    ["-c", `SLUICE_API_KEY=sk-from-env\ncurl() { printf '%s\\0' "$@"; }\n${snippet}`],
    {
      encoding: "utf8",
    },
  );
  return printed.split("\0").slice(0, -1);
}

describe("snippets", () => {
  it("give a shell exactly the request, whatever stands in the messages", () => {
    const told = argumentsOf(buildCurl(CHAT, ORIGIN));
    expect(told[0]).toBe(`${ORIGIN}/v1/chat/completions`);
    expect(told).toContain("Authorization: Bearer sk-from-env");
    expect(JSON.parse(told.at(-1) ?? "")).toEqual({
      model: "openai/gpt-4o",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: 'It\'s $HOME, `whoami` and "you"\n你好' },
      ],
      temperature: 0.5,
      max_tokens: 64,
      stream: true,
    });
  });

  it("send a file as a form for a transcription", () => {
    const draft: CallDraft = {
      type: "speech_to_text",
      input: { model: "auto", fileName: "a b.wav", contentType: "audio/wav" },
    };
    expect(argumentsOf(buildCurl(draft, ORIGIN))).toEqual([
      `${ORIGIN}/v1/audio/transcriptions`,
      "-H",
      "Authorization: Bearer sk-from-env",
      "-F",
      "model=auto",
      "-F",
      "file=@a b.wav",
    ]);
  });

  it("leave out parameters that were not set", () => {
    const draft: CallDraft = { type: "llm", input: { model: "auto", messages: [{ role: "user", content: "Hi" }] } };
    for (const { kind, code } of buildSnippets(draft, ORIGIN)) {
      expect(code).not.toMatch(/temperature/i);
      // Anthropic's dialect asks for a bound.
      if (kind !== "anthropic") expect(code).not.toMatch(/max_?(output_?)?tokens/i);
    }
  });

  it("write Python's own truth value, and no key", () => {
    const python = buildSnippets(CHAT, ORIGIN).find(({ kind }) => kind === "python")?.code;
    expect(python).toContain("stream=True");
    expect(python).toContain('os.environ["SLUICE_API_KEY"]');
  });
});
