import type { requests as en } from "@/lib/i18n/en/requests";

export const requests: typeof en = {};
