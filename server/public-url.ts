import type { Env } from "./env";

/** Where people open the console, without a slash at its end. */
export function publicUrl(env: Env): string {
  const url = env.publicUrl ?? `http://${env.host === "0.0.0.0" ? "localhost" : env.host}:${env.port}`;
  return url.replace(/\/+$/, "");
}
