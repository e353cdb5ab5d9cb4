"use client";

import { useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { RelativeTime } from "@/components/shared/relative-time";
import { usePermission } from "@/components/shared/use-permission";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { TemplateSummary } from "@/lib/contracts/template";

export interface TemplateTableProps {
  templates: TemplateSummary[];
  onOpen: (id: string) => void;
  onRemove: (template: TemplateSummary) => void;
}

export function TemplateTable({ templates, onOpen, onRemove }: TemplateTableProps) {
  const t = useTranslations("templates");
  const canWrite = usePermission("templates.write");
  return (
    <Table aria-label={t("table")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("name")}</TableHead>
          <TableHead>{t("task")}</TableHead>
          <TableHead>{t("variables")}</TableHead>
          <TableHead>{t("version")}</TableHead>
          <TableHead>{t("edited")}</TableHead>
          <TableHead>
            <span className="sr-only">{t("actions")}</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {templates.map((template) => (
          <TableRow key={template.id}>
            <TableCell>
              <div className="flex items-center gap-2 font-medium">
                <span className="max-w-64 truncate">{template.name}</span>
                {template.isPublic ? <Badge variant="info">{t("public")}</Badge> : null}
              </div>
              <div className="max-w-64 truncate text-xs text-muted-foreground">{template.description}</div>
            </TableCell>
            <TableCell>{template.taskType}</TableCell>
            <TableCell>
              <code className="block max-w-64 truncate text-xs">{template.variables.join(", ") || "–"}</code>
            </TableCell>
            <TableCell className="tabular-nums">{template.version}</TableCell>
            <TableCell>
              <RelativeTime date={template.createdAt} />
            </TableCell>
            <TableCell>
              <span className="flex justify-end gap-1">
                <Button
                  variant="outline"
                  size="sm"
                  aria-label={t("openNamed", { name: template.name })}
                  onClick={() => onOpen(template.id)}
                >
                  {t("open")}
                </Button>
                <GuardedButton
                  reason={template.isOwn ? canWrite.reason : t("notOwn")}
                  variant="outline"
                  size="sm"
                  aria-label={t("removeNamed", { name: template.name })}
                  onClick={() => onRemove(template)}
                >
                  {t("remove")}
                </GuardedButton>
              </span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
