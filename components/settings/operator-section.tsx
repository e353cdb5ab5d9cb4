"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { CreateTenantDialog } from "./create-tenant-dialog";
import { SettingsSection } from "./settings-section";

export function OperatorSection() {
  const t = useTranslations("settings");
  const [isCreating, setIsCreating] = useState(false);
  return (
    <SettingsSection title={t("operator")} text={t("operatorText")}>
      <Button variant="outline" className="self-start" onClick={() => setIsCreating(true)}>
        <Plus aria-hidden />
        {t("createTenant")}
      </Button>
      <CreateTenantDialog open={isCreating} onOpenChange={setIsCreating} />
    </SettingsSection>
  );
}
