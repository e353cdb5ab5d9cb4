import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "./project-root.mjs";

/**
 * Writes the list of all providers from the files in their folder, so that a new provider is one file: `<id>.ts` with an export of the same
 * name in camel case. The list is generated, not scanned at run time, because the server is one bundle.
 */
export function listProviders(folder = join(PROJECT_ROOT, "server/gateway/providers")) {
  const ids = readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "registry.ts")
    .map((name) => name.slice(0, -3))
    .sort();
  const lines = [
    'import type { ProviderDefinition } from "@/server/gateway/spec/provider";',
    ...ids.map((id) => `import { ${exportName(id)} } from "@/server/gateway/providers/${id}";`),
    "",
    `export const LISTED: readonly ProviderDefinition[] = [${ids.map(exportName).join(", ")}];`,
    "",
  ];
  const target = join(folder, "generated", "list.ts");
  const text = lines.join("\n");
  if (existsSync(target) && readFileSync(target, "utf8") === text) return;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

/** `openai-compatible` → `openaiCompatible` */
function exportName(id) {
  return id.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}
