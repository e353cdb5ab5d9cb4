import { defineConfig } from "vitest/config";

const alias = { "@": import.meta.dirname };
const exclude = ["**/node_modules/**", "**/.next/**", "**/dist/**", "e2e/**", "bench/.peers/**"];

// No test replaces a module, so files can share what is loaded: loading it anew for each took as long as the tests. Projects don't inherit this.
const isolate = false;

export default defineConfig({
  test: {
    reporters: ["default", "./test/closing-line.ts"],
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          isolate,
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.db.test.ts"],
          // Room for a slow machine: what must be quick says so itself.
          testTimeout: 20_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "db",
          isolate,
          include: ["**/*.db.test.ts"],
          exclude,
          globalSetup: "./test/template-database.ts",
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
