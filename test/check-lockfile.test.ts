import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

describe("the lockfile check", { timeout: 20_000 }, () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "sluice-lockfile-"));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const check = (packages?: object) => {
    const file = join(directory, "package-lock.json");
    if (packages) writeFileSync(file, JSON.stringify({ lockfileVersion: 3, packages }));
    const args = ["scripts/check-lockfile.mjs", ...(packages ? [file] : [])];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    return { status, stderr };
  };
  const whole = { version: "1.0.0", integrity: "sha512-x" };

  it("is content with the project's own", () => {
    expect(check()).toEqual({ status: 0, stderr: "" });
  });

  it("finds a platform package that has no entry", () => {
    const { status, stderr } = check({
      "": {},
      "node_modules/a": { ...whole, optionalDependencies: { "@a/linux": "1.0.0" } },
    });
    expect(status).toBe(1);
    expect(stderr).toContain("node_modules/a wants @a/linux, which has no entry");
  });

  it("takes an entry nested in another package as one", () => {
    const packages = {
      "": {},
      "node_modules/a": { ...whole, optionalDependencies: { "@a/linux": "1.0.0" } },
      "node_modules/a/node_modules/@a/linux": { ...whole, optional: true },
    };
    expect(check(packages).status).toBe(0);
  });

  it("finds an address written into it", () => {
    const { status, stderr } = check({
      "": {},
      "node_modules/a": { ...whole, resolved: "https://npm.corp.test/a.tgz" },
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining("names the address npm.corp.test")]);
  });

  it("finds a package without a hash", () => {
    expect(check({ "": {}, "node_modules/a": { version: "1.0.0" } }).stderr).toContain("has no integrity hash");
  });

  it("finds a package that nothing needs", () => {
    expect(check({ "": {}, "node_modules/a": { ...whole, extraneous: true } }).stderr).toContain(
      "node_modules/a is left over",
    );
  });

  it("is not content with an empty one", () => {
    expect(check({ "": {} })).toMatchObject({ status: 1, stderr: expect.stringContaining("lists no packages") });
  });
});
