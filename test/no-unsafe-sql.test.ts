import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("builds no SQL from text: values travel as parameters only", () => {
  const files = execFileSync("git", [
    "ls-files",
    "--cached",
    "--others",
    "--exclude-standard",
    "*.ts",
    "*.tsx",
    "*.mts",
  ])
    .toString()
    .split("\n")
    .filter((file) => file && !file.includes(".test.") && !file.startsWith("server/db/generated/"));
  expect(files.length).toBeGreaterThan(300);
  const unsafe = files.filter((file) => /\$(query|execute)RawUnsafe|Prisma\.raw\(/.test(readFileSync(file, "utf8")));
  expect(unsafe).toEqual([]);
});
