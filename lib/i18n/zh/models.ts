import type { models as en } from "@/lib/i18n/en/models";

export const models: typeof en = {};
