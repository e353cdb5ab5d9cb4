"use client";

import { useTranslations } from "use-intl";
import { formatSetting } from "@/components/configuration/format-setting";
import type { ConfigurationChange } from "@/lib/contracts/configuration";

/** Differences, each with its place, what was and what is. */
export function ChangeList({ changes }: { changes: readonly ConfigurationChange[] }) {
  const t = useTranslations("configuration.effective");
  if (changes.length === 0) return <p className="text-xs text-muted-foreground">{t("noChanges")}</p>;
  const shown = (value: unknown) => (value === null ? t("nothing") : formatSetting(value));
  return (
    <ul className="space-y-0.5 text-xs">
      {changes.map(({ path, before, after }) => (
        <li key={path} className="break-words">
          <code>{path}</code>: <del className="text-muted-foreground">{shown(before)}</del> →{" "}
          <ins className="no-underline">{shown(after)}</ins>
        </li>
      ))}
    </ul>
  );
}
