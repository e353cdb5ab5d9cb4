import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const report = z.object({
  summary: z.object({ changed: z.number(), unchanged: z.number() }),
  diagnostics: z.array(
    z.object({ category: z.string(), severity: z.string(), location: z.object({ path: z.string() }).nullish() }),
  ),
});

const IMPORT = "lint/style/noRestrictedImports";
const use = (specifier: string, name = "thing") => `import { ${name} } from "${specifier}";\nconsole.log(${name});\n`;

/** One file per rule: where it lies, what it holds, which rule must speak up. */
const BREACHES: [title: string, path: string, content: string, category: string][] = [
  ["lib imports a component", "lib/breach-up.ts", use("@/components/ui/button"), IMPORT],
  ["lib imports the server", "lib/contracts/breach-server.ts", use("@/server/env"), IMPORT],
  ["lib imports Node", "lib/breach-node.ts", use("node:fs"), IMPORT],
  ["a component imports a service", "components/keys/breach-service.tsx", use("@/server/services/x"), IMPORT],
  ["a component imports a page", "components/keys/breach-page.tsx", use("@/app/page"), IMPORT],
  [
    "the browser's client imports the router itself",
    "components/trpc/breach.ts",
    use("@/server/trpc/x", "appRouter"),
    IMPORT,
  ],
  ["a page imports the database", "app/breach-db.tsx", use("@/server/db/client"), IMPORT],
  ["a page imports the gateway", "app/x/breach-gateway.tsx", use("@/server/gateway"), IMPORT],
  ["a page imports a service", "app/x/breach-service.tsx", use("@/server/services/x"), IMPORT],
  ["a route imports the router itself", "app/api/x/route.ts", use("@/server/trpc/router", "appRouter"), IMPORT],
  ["the console's door imports what is behind it", "server/console/door.ts", use("./create-console-door"), IMPORT],
  ["the gateway imports the database", "server/gateway/ledger/breach-db.ts", use("@/server/db/client"), IMPORT],
  ["the gateway imports a service", "server/gateway/routing/breach-service.ts", use("@/server/services/x"), IMPORT],
  ["the gateway imports the environment", "server/gateway/routing/breach-env.ts", use("@/server/env"), IMPORT],
  ["the gateway imports Prisma", "server/gateway/config/breach-prisma.ts", use("@prisma/client"), IMPORT],
  ["the gateway imports tRPC", "server/gateway/config/breach-trpc.ts", use("@trpc/server"), IMPORT],
  ["the gateway imports Next", "server/gateway/config/breach-next.ts", use("next/headers"), IMPORT],
  ["the gateway imports its own index", "server/gateway/limits/breach-index.ts", use("@/server/gateway"), IMPORT],
  ["the gateway opens a socket of its own", "server/gateway/cache/breach-undici.ts", use("undici"), IMPORT],
  ["the spec imports an engine", "server/gateway/spec/breach-ledger.ts", use("@/server/gateway/ledger/x"), IMPORT],
  ["a provider imports an engine", "server/gateway/providers/breach.ts", use("@/server/gateway/egress/x"), IMPORT],
  [
    "a provider in a folder imports the ledger",
    "server/gateway/providers/x/breach.ts",
    use("@/server/gateway/ledger/x"),
    IMPORT,
  ],
  ["a provider imports undici", "server/gateway/providers/x/breach-undici.ts", use("undici"), IMPORT],
  ["a provider imports node:http", "server/gateway/providers/x/breach-http.ts", use("node:http"), IMPORT],
  ["the egress imports the database", "server/gateway/egress/breach-db.ts", use("@/server/db/client"), IMPORT],
  ["a service reaches into the gateway", "server/services/x/breach-deep.ts", use("@/server/gateway/ledger/x"), IMPORT],
  ["a service imports tRPC", "server/services/x/breach-trpc.ts", use("@trpc/server"), IMPORT],
  [
    "a test of a service reaches into the gateway",
    "server/services/x/breach.test.ts",
    use("@/server/gateway/ledger/x"),
    IMPORT,
  ],
  ["a service imports the wire", "server/services/x/breach-wire.ts", use("@/server/http/x"), IMPORT],
  ["a service imports undici", "server/services/x/breach-undici.ts", use("undici"), IMPORT],
  ["a router imports the database", "server/trpc/routers/breach-db.ts", use("@/server/db/client"), IMPORT],
  ["a router reaches into the gateway", "server/trpc/routers/breach-deep.ts", use("@/server/gateway/ledger/x"), IMPORT],
  ["the wire imports the database", "server/http/rest/breach-db.ts", use("@/server/db/client"), IMPORT],
  ["the wire imports a router", "server/http/rest/breach-trpc.ts", use("@/server/trpc/x"), IMPORT],
  ["the wire reaches into the gateway", "server/http/openai/breach-deep.ts", use("@/server/gateway/routing/x"), IMPORT],
  [
    "the wire uses what is for tests",
    "server/http/openai/breach-testing.ts",
    use("@/server/gateway/testing/x"),
    IMPORT,
  ],
  [
    "a service uses what is for tests",
    "server/services/x/breach-testing.ts",
    use("@/server/gateway/testing/x"),
    IMPORT,
  ],
  ["the database imports a service", "server/db/breach-service.ts", use("@/server/services/x"), IMPORT],
  ["auth reaches into the gateway", "server/auth/breach-deep.ts", use("@/server/gateway/secrets/x"), IMPORT],
  ["a job imports the wire", "server/jobs/breach-wire.ts", use("@/server/http/x"), IMPORT],
  ["the server's entry reaches into the gateway", "server/breach-deep.ts", use("./gateway/ledger/x"), IMPORT],
  ["the server imports a page", "server/breach-page.ts", use("@/app/page"), IMPORT],
  ["a parent folder is imported by dots", "components/keys/breach-dots.tsx", use("../ui/button"), IMPORT],
  ["a grandparent folder is imported by dots", "server/services/x/breach-dots.ts", use("../../env"), IMPORT],
  [
    "the server fetches by itself",
    "server/services/x/breach-fetch.ts",
    'await fetch("http://x");\n',
    "lint/style/noRestrictedGlobals",
  ],
  [
    "the gateway fetches by itself",
    "server/gateway/routing/breach-fetch.ts",
    'await fetch("http://x");\n',
    "lint/style/noRestrictedGlobals",
  ],
  [
    "a service reads the environment",
    "server/services/x/breach-env.ts",
    "console.log(process.env.PORT);\n",
    "lint/style/noProcessEnv",
  ],
  ["a page reads the environment", "app/breach-env.tsx", "console.log(process.env.PORT);\n", "lint/style/noProcessEnv"],
  [
    "two files import each other",
    "lib/breach-cycle-a.ts",
    `${use("./breach-cycle-b", "b")}export const thing = b;\n`,
    "lint/suspicious/noImportCycles",
  ],
  ["a value is any", "lib/breach-any.ts", "export const x: any = 1;\n", "lint/suspicious/noExplicitAny"],
];

/** What must stay allowed, or the rules would say no to everything. */
const ALLOWED: [title: string, path: string, content: string][] = [
  ["a component imports lib", "components/keys/fine.tsx", use("@/lib/contracts/errors")],
  ["a page comes in by the console's door", "app/fine.tsx", use("@/server/console/door")],
  [
    "the browser's client knows the router's type",
    "components/trpc/fine.ts",
    'import type { AppRouter } from "@/server/trpc/x";\nexport type Fine = AppRouter;\n',
  ],
  [
    "a service imports the gateway's index and spec",
    "server/services/x/fine.ts",
    `${use("@/server/gateway", "a")}${use("@/server/gateway/spec/x", "b")}`,
  ],
  ["the database imports a port of the gateway", "server/db/fine.ts", use("@/server/gateway/ledger/x")],
  [
    "a provider imports the spec and the providers' shared parts",
    "server/gateway/providers/x/fine.ts",
    `${use("@/server/gateway/providers/wire/x", "a")}${use("@/server/gateway/spec/x", "b")}`,
  ],
  ["the egress imports undici", "server/gateway/egress/fine.ts", use("undici")],
  ["a test of a service starts a server", "server/services/x/fine.test.ts", use("node:http")],
  ["a test in the gateway starts a server", "server/gateway/ledger/fine.test.ts", use("node:http")],
  ["the composition root reaches into the gateway", "server/runtime.ts", use("@/server/gateway/ledger/x")],
];

describe("the boundaries", { timeout: 60_000 }, () => {
  let root: string;
  let found: z.infer<typeof report>;

  // In a tree of their own beside the project's configuration: breaches in the project would trip whatever else reads it meanwhile.
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "sluice-boundaries-"));
    for (const file of ["biome.json", ".gitignore", "tsconfig.json"]) copyFileSync(file, join(root, file));
    const files = [
      ...BREACHES,
      ...ALLOWED,
      ["", "lib/breach-cycle-b.ts", `${use("./breach-cycle-a", "thing")}export const b = thing;\n`],
    ];
    for (const [, path = "", content = ""] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    found = lint(root);
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("are checked in every file there is", () => {
    expect(found.summary.unchanged).toBeGreaterThanOrEqual(BREACHES.length + ALLOWED.length + 1);
  });

  it("are checked in every source file of the project", () => {
    const tracked = execFileSync("git", ["ls-files", "app", "components", "lib", "server"], { encoding: "utf8" });
    const sources = tracked.split("\n").filter((path) => /\.tsx?$/.test(path));
    expect(lint(process.cwd(), "app", "components", "lib", "server").summary.unchanged).toBeGreaterThanOrEqual(
      sources.length,
    );
  });

  it.each(BREACHES)("are an error when %s", (_title, path, _content, category) => {
    expect(errorsIn(path)).toContain(category);
  });

  it.each(ALLOWED)("let through that %s", (_title, path) => {
    expect(errorsIn(path)).toEqual([]);
  });

  function errorsIn(path: string): string[] {
    return found.diagnostics
      .filter(({ location, severity }) => severity === "error" && location?.path.endsWith(path))
      .map(({ category }) => category);
  }
});

function lint(directory: string, ...paths: string[]) {
  const biome = resolve("node_modules/@biomejs/biome/bin/biome");
  const { stdout } = spawnSync(
    process.execPath,
    [biome, "lint", "--reporter=json", "--max-diagnostics=none", ...paths],
    {
      cwd: directory,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return report.parse(JSON.parse(stdout));
}
