import { useFormatter, useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { Money } from "@/components/shared/money";
import { usePermission } from "@/components/shared/use-permission";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { CacheOverview } from "@/lib/contracts/cache";

interface CacheModelsProps {
  models: CacheOverview["byModel"];
  onPurge: (modelName: string) => void;
}

export function CacheModels({ models, onPurge }: CacheModelsProps) {
  const t = useTranslations("cache");
  const format = useFormatter();
  const { reason } = usePermission("cache.write");
  if (models.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-sm font-semibold">{t("byModel")}</h2>
      <div className="overflow-x-auto rounded-lg border">
        <Table aria-label={t("byModel")}>
          <TableHeader>
            <TableRow>
              <TableHead>{t("model")}</TableHead>
              <TableHead className="text-right">{t("entries")}</TableHead>
              <TableHead className="text-right">{t("hits")}</TableHead>
              <TableHead className="text-right">{t("saved")}</TableHead>
              <TableHead>
                <span className="sr-only">{t("actions")}</span>
              </TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {models.map(({ key, entries, hits, savedNanoUsd }) => (
              <TableRow key={key}>
                <TableCell className="font-mono text-[13px]">{key}</TableCell>
                <TableCell className="text-right tabular-nums">{format.number(entries)}</TableCell>
                <TableCell className="text-right tabular-nums">{format.number(hits)}</TableCell>
                <TableCell className="text-right">
                  <Money nanoUsd={savedNanoUsd} />
                </TableCell>
                <TableCell className="text-right">
                  <GuardedButton variant="ghost" size="sm" reason={reason} onClick={() => onPurge(key)}>
                    {t("purge")}
                    <span className="sr-only">{key}</span>
                  </GuardedButton>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
    </section>
  );
}
