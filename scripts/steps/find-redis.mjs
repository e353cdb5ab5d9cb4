import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { installDebianPackage } from "./install-debian-package.mjs";

/** Whether the tests that need Redis can run: at REDIS_URL, or with a redis-server on the PATH, installed if we may. */
export async function findRedis() {
  if (process.env.REDIS_URL || isOnPath()) return true;
  return (await installDebianPackage("redis-server")) && isOnPath();
}

function isOnPath() {
  return (process.env.PATH ?? "").split(delimiter).some((directory) => existsSync(join(directory, "redis-server")));
}
