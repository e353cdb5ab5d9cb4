import type { apiKeys as en } from "@/lib/i18n/en/api-keys";

export const apiKeys: typeof en = {};
