"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { DrillView } from "@/lib/contracts/drill";
import { DrillState } from "./drill-state";
import { useDrillNames } from "./use-drill-names";

interface DrillHistoryProps {
  drills: DrillView[];
  shownId: string;
  onShow: (id: string) => void;
}

/** Newest first. */
export function DrillHistory({ drills, shownId, onShow }: DrillHistoryProps) {
  const t = useTranslations("drills");
  const format = useFormatter();
  const namesOf = useDrillNames();
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-sm font-semibold">{t("history")}</h3>
      <Table aria-label={t("history")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("startedAt")}</TableHead>
            <TableHead>{t("state")}</TableHead>
            <TableHead>{t("target")}</TableHead>
            <TableHead>{t("fault")}</TableHead>
            <TableHead>{t("apiKey")}</TableHead>
            <TableHead>{t("startedBy")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {drills.map((drill) => {
            const { key, target, fault } = namesOf(drill);
            const time = format.dateTime(drill.startedAt, { dateStyle: "medium", timeStyle: "short" });
            return (
              <TableRow key={drill.id} data-state={drill.id === shownId ? "selected" : undefined}>
                <TableCell>
                  <Button
                    variant="link"
                    size="sm"
                    className="h-auto p-0 font-medium tabular-nums"
                    aria-label={t("show", { time })}
                    aria-pressed={drill.id === shownId}
                    onClick={() => onShow(drill.id)}
                  >
                    {time}
                  </Button>
                </TableCell>
                <TableCell>
                  <DrillState drill={drill} />
                </TableCell>
                <TableCell className="font-mono text-xs">{target}</TableCell>
                <TableCell>{fault}</TableCell>
                <TableCell>{key}</TableCell>
                <TableCell>{drill.startedBy}</TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </section>
  );
}
