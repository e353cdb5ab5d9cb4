"use client";

import { Download } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { ConnectSnippets } from "@/components/shared/connect-snippets";
import { CopyButton } from "@/components/shared/copy-button";
import { Button } from "@/components/ui/button";
import { DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import type { CreateApiKeyResult } from "@/lib/contracts/api-key";

export function NewApiKey({ created, onSaved }: { created: CreateApiKeyResult; onSaved: () => void }) {
  const t = useTranslations("apiKeys");
  const fieldId = useId();
  const { apiKey, secret } = created;
  const { origin } = window.location;
  return (
    <>
      <DialogHeader>
        <DialogTitle>{t("createdTitle")}</DialogTitle>
        <DialogDescription>{t("createdText", { name: apiKey.name })}</DialogDescription>
      </DialogHeader>
      <div className="flex flex-col gap-1.5">
        <Label htmlFor={fieldId}>{t("secretLabel")}</Label>
        <div className="flex flex-wrap gap-2">
          <Input
            id={fieldId}
            readOnly
            value={secret}
            className="min-w-0 flex-1 basis-64 font-mono text-xs"
            onFocus={(event) => event.target.select()}
          />
          <CopyButton value={secret} label={t("copySecret")} hasText variant="default" />
          <Button variant="outline" onClick={() => downloadEnv(origin, secret)}>
            <Download aria-hidden />
            {t("download")}
          </Button>
        </div>
      </div>
      <section className="flex flex-col gap-2">
        <h3 className="text-[13px] font-medium">{t("tryIt")}</h3>
        <ConnectSnippets origin={origin} apiKey={secret} />
      </section>
      <DialogFooter>
        <Button onClick={onSaved}>{t("saved")}</Button>
      </DialogFooter>
    </>
  );
}

/** The names are those that the clients of OpenAI and Anthropic read by themselves. */
function downloadEnv(origin: string, secret: string): void {
  const lines = [
    `OPENAI_BASE_URL=${origin}/v1`,
    `OPENAI_API_KEY=${secret}`,
    `ANTHROPIC_BASE_URL=${origin}`,
    `ANTHROPIC_AUTH_TOKEN=${secret}`,
  ];
  const address = URL.createObjectURL(new Blob([`${lines.join("\n")}\n`], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "sluice.env";
  link.click();
  URL.revokeObjectURL(address);
}
