"use client";

import { Fragment } from "react";
import { useTranslations } from "use-intl";
import { Kbd } from "@/components/ui/kbd";

/** Keys pressed one after the other. */
export function KeyHint({ keys }: { keys: string[] }) {
  const t = useTranslations("shell");
  return (
    <span className="inline-flex items-center gap-1 text-xs text-muted-foreground">
      {keys.map((key, index) => (
        <Fragment key={key}>
          {index > 0 ? <span className="sr-only">{t("shortcutThen")}</span> : null}
          <Kbd className={key.length === 1 ? "uppercase" : undefined}>{key}</Kbd>
        </Fragment>
      ))}
    </span>
  );
}
