"use client";

import { Compass } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { Button } from "@/components/ui/button";

export function NotFoundNotice() {
  const t = useTranslations("shell");
  return (
    <DataState
      headingLevel={1}
      icon={Compass}
      title={t("notFoundTitle")}
      text={t("notFoundText")}
      action={
        <Button asChild variant="outline">
          <Link href="/">{t("goHome")}</Link>
        </Button>
      }
    />
  );
}
