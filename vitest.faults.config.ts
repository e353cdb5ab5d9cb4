import { defineConfig } from "vitest/config";

/** The long fault tests: they need the production build and minutes, so they run on demand. */
export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    globalSetup: "./test/template-database.ts",
    include: ["test/faults/**/*.fault.ts"],
    reporters: ["default", "./test/closing-line.ts"],
    fileParallelism: false,
  },
});
