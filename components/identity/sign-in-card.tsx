"use client";

import { useTransition } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Logo } from "@/components/shared/logo";
import { useRemember } from "@/components/shared/preferences";
import { Button } from "@/components/ui/button";
import { LOCALES } from "@/lib/i18n/locale";
import { SignInForm } from "./sign-in-form";

export function SignInCard({ from }: { from?: string }) {
  const t = useTranslations("identity");
  const shell = useTranslations("shell");
  const locale = useLocale();
  const remember = useRemember();
  const [, startTransition] = useTransition();
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-6 px-4 py-10">
      <div className="flex w-full max-w-sm flex-col gap-6 rounded-xl border bg-card p-6 shadow-xs sm:p-8">
        <div className="flex flex-col gap-4">
          <Logo className="size-8" />
          <div className="flex flex-col gap-1">
            <h1 className="text-lg font-semibold tracking-tight">{t("signInTitle")}</h1>
            <p className="text-[13px] text-muted-foreground">{t("signInText")}</p>
          </div>
        </div>
        <SignInForm from={from} />
        <p className="text-xs text-muted-foreground">{t("forgot")}</p>
      </div>
      <nav aria-label={shell("language")} className="flex gap-1">
        {LOCALES.map((name) => (
          <Button
            key={name}
            variant="ghost"
            size="sm"
            lang={name}
            aria-pressed={name === locale}
            className={name === locale ? "text-foreground" : "text-muted-foreground"}
            onClick={() => startTransition(() => remember({ name: "locale", value: name }))}
          >
            {shell(`languages.${name}`)}
          </Button>
        ))}
      </nav>
    </main>
  );
}
