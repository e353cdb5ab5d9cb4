"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { ConnectSnippets } from "@/components/shared/connect-snippets";
import { CopyButton } from "@/components/shared/copy-button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";

export function ConnectCard({ origin }: { origin: string }) {
  const t = useTranslations("overview");
  const titleId = useId();
  const fieldId = useId();
  const baseUrl = `${origin}/v1`;
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-4 rounded-lg border bg-card p-4">
      <div className="flex flex-col gap-1">
        <h2 id={titleId} className="text-sm font-semibold">
          {t("connectTitle")}
        </h2>
        <p className="text-[13px] text-pretty text-muted-foreground">{t("connectText")}</p>
      </div>
      <div className="flex max-w-lg flex-col gap-1.5">
        <Label htmlFor={fieldId}>{t("baseUrl")}</Label>
        <div className="flex gap-2">
          <Input
            id={fieldId}
            readOnly
            value={baseUrl}
            className="font-mono text-xs"
            onFocus={(event) => event.target.select()}
          />
          <CopyButton value={baseUrl} label={t("copyBaseUrl")} variant="outline" size="icon" />
        </div>
      </div>
      <ConnectSnippets origin={origin} />
    </section>
  );
}
