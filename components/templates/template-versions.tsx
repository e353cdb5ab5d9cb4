"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { RelativeTime } from "@/components/shared/relative-time";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";

/** Every version of a template, the newest first; any can be taken into the editor, to be saved as a new one. */
export function TemplateVersions({ name, onTake }: { name: string; onTake: (id: string) => void }) {
  const t = useTranslations("templates");
  const trpc = useTRPC();
  const { data: versions = [] } = useQuery(trpc.templates.list.queryOptions({ versionsOf: name }));
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-[13px] font-semibold">{t("versions")}</h3>
      <Table aria-label={t("versions")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("version")}</TableHead>
            <TableHead>{t("edited")}</TableHead>
            <TableHead>{t("variables")}</TableHead>
            <TableHead>
              <span className="sr-only">{t("actions")}</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {versions.map(({ id, version, createdAt, variables }) => (
            <TableRow key={id}>
              <TableCell className="tabular-nums">{version}</TableCell>
              <TableCell>
                <RelativeTime date={createdAt} />
              </TableCell>
              <TableCell>
                <code className="block max-w-64 truncate text-xs">{variables.join(", ") || "–"}</code>
              </TableCell>
              <TableCell className="text-right">
                <Button
                  type="button"
                  variant="outline"
                  size="sm"
                  aria-label={t("takeNamed", { version })}
                  onClick={() => onTake(id)}
                >
                  {t("take")}
                </Button>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
