import type { identity as en } from "@/lib/i18n/en/identity";

export const identity: typeof en = {};
