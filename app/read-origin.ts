import "server-only";
import { headers } from "next/headers";

/** Where the visitor reaches Sluice, such as `https://llm.example.com`. */
export async function readOrigin(): Promise<string> {
  const received = await headers();
  const host = received.get("x-forwarded-host") ?? received.get("host") ?? "localhost";
  return `${received.get("x-forwarded-proto") ?? "http"}://${host}`;
}
