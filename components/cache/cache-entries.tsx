import { useFormatter, useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { Money } from "@/components/shared/money";
import { RelativeTime } from "@/components/shared/relative-time";
import { usePermission } from "@/components/shared/use-permission";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { CacheEntryView } from "@/lib/contracts/cache";

/** The answers given again most often. What they say stays encrypted: whoever may purge need not be able to read. */
export function CacheEntries({ entries, onPurge }: { entries: CacheEntryView[]; onPurge: (id: string) => void }) {
  const t = useTranslations("cache");
  const format = useFormatter();
  const { reason } = usePermission("cache.write");
  if (entries.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-sm font-semibold">{t("mostUsed")}</h2>
      <div className="overflow-x-auto rounded-lg border">
        <Table aria-label={t("mostUsed")}>
          <TableHeader>
            <TableRow>
              <TableHead>{t("model")}</TableHead>
              <TableHead className="text-right">{t("tokens")}</TableHead>
              <TableHead className="text-right">{t("cost")}</TableHead>
              <TableHead className="text-right">{t("hits")}</TableHead>
              <TableHead>{t("made")}</TableHead>
              <TableHead>{t("lastHit")}</TableHead>
              <TableHead>{t("expires")}</TableHead>
              <TableHead>
                <span className="sr-only">{t("actions")}</span>
              </TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {entries.map((entry) => (
              <TableRow key={entry.id}>
                <TableCell className="font-mono text-[13px]">{`${entry.provider}/${entry.modelName}`}</TableCell>
                <TableCell className="text-right tabular-nums">{format.number(entry.tokens)}</TableCell>
                <TableCell className="text-right">
                  <Money nanoUsd={entry.costNanoUsd} />
                </TableCell>
                <TableCell className="text-right tabular-nums">{format.number(entry.hitCount)}</TableCell>
                <TableCell>
                  <RelativeTime date={entry.createdAt} />
                </TableCell>
                <TableCell>{entry.lastHitAt ? <RelativeTime date={entry.lastHitAt} /> : "—"}</TableCell>
                <TableCell>
                  <RelativeTime date={entry.expiresAt} />
                </TableCell>
                <TableCell className="text-right">
                  <GuardedButton variant="ghost" size="sm" reason={reason} onClick={() => onPurge(entry.id)}>
                    {t("purge")}
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
