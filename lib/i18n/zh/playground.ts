import type { playground as en } from "@/lib/i18n/en/playground";

export const playground: typeof en = {};
