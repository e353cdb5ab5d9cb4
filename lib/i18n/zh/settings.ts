import type { settings as en } from "@/lib/i18n/en/settings";

export const settings: typeof en = {};
