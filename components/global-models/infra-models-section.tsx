"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { fromOption, toOption } from "@/components/configuration/target-options";
import { useErrorText } from "@/components/shared/use-error-text";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { CatalogChoice, OperatorSettingsView } from "@/lib/contracts/global-setting";
import { CatalogCombobox } from "./catalog-combobox";
import { Section } from "./section";

type InfraRow = OperatorSettingsView["infraModels"][number];

export interface InfraModelsSectionProps {
  infraModels: readonly InfraRow[];
  choices: readonly CatalogChoice[];
}

export function InfraModelsSection({ infraModels, choices }: InfraModelsSectionProps) {
  const t = useTranslations("globalModels");
  const chats = choices.filter(({ type }) => type === "llm");
  return (
    <Section title={t("infraTitle")} text={t("infraText")}>
      <Table aria-label={t("infraTitle")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("job")}</TableHead>
            <TableHead>{t("model")}</TableHead>
            <TableHead>
              <span className="sr-only">{t("actions")}</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {infraModels.map((row) => (
            <InfraModelRow key={row.job} row={row} choices={chats} />
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

function InfraModelRow({ row: { job, model, fault }, choices }: { row: InfraRow; choices: readonly CatalogChoice[] }) {
  const t = useTranslations("globalModels");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const stored = model && toOption({ provider: model.providerId, model: model.modelId });
  const [target, setTarget] = useState(stored);
  const save = useMutation(
    trpc.globalSettings.setInfraModel.mutationOptions({
      onSuccess: () => void toast.success(t("infraSaved", { job })),
      onError: (error) => void toast.error(errorText(error)),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.globalSettings.pathKey() }),
    }),
  );
  const submit = () => {
    if (target === null) return;
    const { provider, model: modelId } = fromOption(target);
    save.mutate({ job, model: { providerId: provider, modelId } });
  };
  return (
    <TableRow>
      <TableCell>
        <code className="text-xs">{job}</code>
      </TableCell>
      <TableCell className="min-w-64 whitespace-normal">
        <CatalogCombobox
          aria-label={`${t("model")}: ${job}`}
          choices={choices}
          value={target}
          onValueChange={setTarget}
        />
        {fault ? (
          <div className="flex gap-1.5 pt-1 text-xs text-danger">
            <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
            {fault}
          </div>
        ) : null}
      </TableCell>
      <TableCell className="text-right">
        <Button
          variant="outline"
          size="sm"
          disabled={target === stored}
          isPending={save.isPending}
          aria-label={t("infraSaveOf", { job })}
          onClick={submit}
        >
          {t("infraSave")}
        </Button>
      </TableCell>
    </TableRow>
  );
}
