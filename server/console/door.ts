import type { ConsoleDoor } from "./create-console-door";

const SLOT = Symbol.for("sluice.console");
const globals = globalThis as { [SLOT]?: ConsoleDoor };

/** Lets Next's pages and routes in. */
export function openConsoleDoor(door: ConsoleDoor): void {
  globals[SLOT] = door;
}

/**
 * The server, as its pages and routes reach it. Next bundles a copy of whatever it imports, and one of the whole server for every route, so this
 * holds no code: what is behind it hangs on the global object. Throws during `next build`, where there is no server.
 */
export function consoleDoor(): ConsoleDoor {
  const door = globals[SLOT];
  if (!door) throw new Error("Sluice's server is not there: start it with `npm start`.");
  return door;
}
