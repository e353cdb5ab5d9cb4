"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "use-intl";
import type { z } from "zod";

/** `zodResolver` whose messages speak the reader's language. A message written into the schema itself still wins. */
export function useZodResolver<Input extends Record<string, unknown>, Output>(schema: z.ZodType<Output, Input>) {
  const t = useTranslations("states.validation");
  return zodResolver(schema, {
    error: (issue) => {
      switch (issue.code) {
        case "invalid_type":
          return issue.expected === "number" ? t("number") : t("required");
        case "too_small":
          if (issue.origin === "string")
            return Number(issue.minimum) <= 1 ? t("required") : t("tooShort", { minimum: Number(issue.minimum) });
          if (issue.origin === "array") return t("tooFew", { minimum: Number(issue.minimum) });
          return t("tooSmall", { minimum: Number(issue.minimum) });
        case "too_big":
          if (issue.origin === "string") return t("tooLong", { maximum: Number(issue.maximum) });
          return t("tooBig", { maximum: Number(issue.maximum) });
        case "invalid_format":
          if (issue.format === "email") return t("email");
          return issue.format === "url" ? t("url") : t("invalid");
        default:
          return t("invalid");
      }
    },
  });
}
