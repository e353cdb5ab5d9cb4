import { existsSync } from "node:fs";
import { installDebianPackage } from "./install-debian-package.mjs";
import { runNode } from "./run-command.mjs";

const SYSTEM_CHROMIUM = "/usr/bin/chromium";

/** The path of a Chromium to test with, installed if need be and possible; undefined when there is none to be had. */
export async function findChromium() {
  const there = await chromiumThere();
  if (there) return there;
  if (await installDebianPackage("chromium")) return chromiumThere();
  await runNode(["node_modules/@playwright/test/cli.js", "install", "chromium"]);
  return chromiumThere();
}

async function chromiumThere() {
  if (existsSync(SYSTEM_CHROMIUM)) return SYSTEM_CHROMIUM;
  const { chromium } = await import("@playwright/test");
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}
