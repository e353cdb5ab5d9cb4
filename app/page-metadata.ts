import "server-only";
import type { Metadata } from "next";
import { MESSAGES, type Messages } from "@/lib/i18n/messages";
import { readLocale } from "./read-locale";

/** A console page's title in the reader's language: `export const generateMetadata = pageMetadata("usage")`. */
export function pageMetadata(page: keyof Messages["shell"]["pages"]): () => Promise<Metadata> {
  return async () => ({ title: MESSAGES[await readLocale()].shell.pages[page] });
}
