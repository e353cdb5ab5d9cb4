import type { usage as en } from "@/lib/i18n/en/usage";

export const usage: typeof en = {};
