import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildSnippets } from "@/components/playground/call-snippets";
import { snippetsFor } from "@/components/shared/snippets";
import { startDataPlane } from "@/test/start-data-plane";

const run = promisify(execFile);
const MODEL = "sandbox-chat";
const CURL = spawnSync("curl", ["--version"]).status === 0 ? ["curl"] : [];

let plane: Awaited<ReturnType<typeof startDataPlane>>;
/** Inside the project, where a program finds the installed packages. */
const folder = mkdtempSync(join(import.meta.dirname, ".snippets-"));

beforeAll(async () => {
  plane = await startDataPlane([{ id: "sandbox", provider: "sandbox", values: {}, models: [{ modelId: MODEL }] }]);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await plane.close();
});

/** What a program prints. `auto` is replaced because the test gateway has no default model. */
async function outputOf(code: string, isShell: boolean): Promise<string> {
  const file = join(folder, isShell ? "snippet.sh" : "snippet.mjs");
  writeFileSync(file, code.replaceAll('"auto"', `"${MODEL}"`));
  const { stdout } = await run(isShell ? "sh" : process.execPath, [file], {
    env: { ...process.env, SLUICE_API_KEY: plane.apiKey },
  });
  return stdout;
}

describe("the snippets of the console run as they stand", () => {
  it.each([...CURL, "OpenAI SDK", "OpenAI Responses", "Anthropic SDK", "AI SDK"])("a first call: %s", async (label) => {
    for (const apiKey of [undefined, plane.apiKey]) {
      const snippet = snippetsFor({ origin: plane.url, apiKey }).find((each) => each.label === label);
      expect(await outputOf(snippet?.code ?? "", label === "curl")).toContain("Hello");
    }
  });

  it.each([...CURL, "typescript", "responses", "anthropic", "aiSdk"])("the playground's chat: %s", async (kind) => {
    const input = {
      model: MODEL,
      system: "Be brief.",
      messages: [{ role: "user" as const, content: 'Say "sluice" for $HOME' }],
      temperature: 0.5,
      maxTokens: 64,
    };
    const snippet = buildSnippets({ type: "llm", input }, plane.url).find((each) => each.kind === kind);
    expect(await outputOf(snippet?.code ?? "", kind === "curl")).toContain("sluice");
  });
});
