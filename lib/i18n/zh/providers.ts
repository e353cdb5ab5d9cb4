import type { providers as en } from "@/lib/i18n/en/providers";

export const providers: typeof en = {};
