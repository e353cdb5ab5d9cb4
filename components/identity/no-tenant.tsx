"use client";

import { Building2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { useSignOut } from "@/components/shared/use-sign-out";
import { Button } from "@/components/ui/button";

/** For somebody with an account who belongs nowhere. */
export function NoTenant() {
  const t = useTranslations("identity");
  const signOut = useSignOut();
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center px-4">
      <DataState
        headingLevel={1}
        icon={Building2}
        title={t("noTenantTitle")}
        text={t("noTenantText")}
        action={
          <>
            <Button variant="outline" onClick={() => window.location.reload()}>
              {t("reload")}
            </Button>
            <Button variant="ghost" onClick={() => void signOut()}>
              {t("signOut")}
            </Button>
          </>
        }
      />
    </main>
  );
}
