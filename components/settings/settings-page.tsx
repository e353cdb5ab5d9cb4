"use client";

import { useTranslations } from "use-intl";
import { PageHeader } from "@/components/shared/page-header";
import { useSession } from "@/components/shared/session";
import { AppearanceSection } from "./appearance-section";
import { KeyboardSection } from "./keyboard-section";
import { OperatorSection } from "./operator-section";
import { OrganizationSection } from "./organization-section";
import { PasswordSection } from "./password-section";
import { RetentionSection } from "./retention-section";

export function SettingsPage() {
  const t = useTranslations("settings");
  const { user } = useSession();
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <OrganizationSection />
      <RetentionSection />
      <AppearanceSection />
      <KeyboardSection />
      <PasswordSection />
      {user.isOperator ? <OperatorSection /> : null}
    </>
  );
}
