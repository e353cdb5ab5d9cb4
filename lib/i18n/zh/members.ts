import type { members as en } from "@/lib/i18n/en/members";

export const members: typeof en = {};
