import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MODEL_TYPES } from "@/lib/contracts/model-type";
import { PROVIDERS, toProviderView } from "@/server/gateway";
import { CHAT_DIALECTS } from "@/server/gateway/spec/native-request";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** A model of OpenAI's that completes text, which few of its models do. */
const COMPLETION_MODEL = "gpt-3.5-turbo-instruct";

describe("the documents", () => {
  it("show each provider with exactly what it offers and which dialects it takes natively", () => {
    const rows = [...read("docs/providers.md").matchAll(/^\| [^|]+ \| `([a-z-]+)` \|(.*)\|$/gm)].map(
      ([, id = "", cells = ""]) => {
        const [chat, embeddings, rerank, speech, transcription, natives = ""] = cells.split("|");
        const offered = [chat, embeddings, rerank, speech, transcription].map((cell) => cell?.trim() === "●");
        return [id, offered, natives.match(/[a-z]+/g)?.sort() ?? []];
      },
    );
    const expected = PROVIDERS.map((provider) => [
      provider.id,
      MODEL_TYPES.map((type) => toProviderView(provider).modelTypes.includes(type)),
      CHAT_DIALECTS.filter((dialect) => provider.llm?.speaks?.(dialect, COMPLETION_MODEL)).sort(),
    ]);
    expect(Object.fromEntries(rows.map(([id, ...rest]) => [id, rest]))).toEqual(
      Object.fromEntries(expected.map(([id, ...rest]) => [id, rest])),
    );
  });

  it("list each decision, and lead to no file that is not there", () => {
    const folder = join(ROOT, "docs/decisions");
    const files = readdirSync(folder).filter((name) => /^\d{4}-/.test(name));
    expect(files.length).toBeGreaterThan(10);
    const index = read("docs/decisions/README.md");
    expect([...index.matchAll(/\]\((\d{4}-[^)]+)\)/g)].map(([, name]) => name)).toEqual(files.sort());
    for (const path of ["README.md", "ARCHITECTURE.md", "docs/providers.md", "docs/dialects.md"]) {
      for (const [, target = ""] of read(path).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g))
        expect([path, target, existsSync(join(ROOT, path, "..", target))]).toEqual([path, target, true]);
    }
  });
});
