"use client";

import { useTranslations } from "use-intl";
import { RelativeTime } from "@/components/shared/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { OperatorSettingsView } from "@/lib/contracts/global-setting";
import { Section } from "./section";

/** Who changed what for every organization; from the audit log. */
export function ChangesSection({ changes }: { changes: OperatorSettingsView["changes"] }) {
  const t = useTranslations("globalModels");
  return (
    <Section title={t("changesTitle")}>
      {changes.length === 0 ? (
        <p className="text-[13px] text-muted-foreground">{t("changesNone")}</p>
      ) : (
        <Table aria-label={t("changesTitle")}>
          <TableHeader>
            <TableRow>
              <TableHead>{t("change")}</TableHead>
              <TableHead>{t("name")}</TableHead>
              <TableHead>{t("who")}</TableHead>
              <TableHead>{t("when")}</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {changes.map(({ id, action, targetName, actorName, createdAt }) => (
              <TableRow key={id}>
                <TableCell>
                  <code className="text-xs">{action}</code>
                </TableCell>
                <TableCell>{targetName ?? "–"}</TableCell>
                <TableCell>{actorName}</TableCell>
                <TableCell>
                  <RelativeTime date={createdAt} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}
