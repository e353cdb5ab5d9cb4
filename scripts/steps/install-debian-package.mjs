import { existsSync } from "node:fs";
import { runCommand } from "./run-command.mjs";

/** Tries to install a system package where we may: as root on Debian and its kin. Returns whether apt-get said it did. */
export async function installDebianPackage(name) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  console.log(`Installing ${name} …`);
  const options = { env: { DEBIAN_FRONTEND: "noninteractive" }, stdio: ["ignore", "ignore", "inherit"] };
  await runCommand("apt-get", ["update", "-qq"], options);
  return (await runCommand("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], options)) === 0;
}
