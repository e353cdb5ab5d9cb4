"use client";

import { SearchX } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { DataState } from "./data-state";

/** An empty result of filters: `filters` names the active ones in the reader's language. */
export function NoMatch({ filters, onClear }: { filters: string[]; onClear: () => void }) {
  const t = useTranslations("states");
  const format = useFormatter();
  return (
    <DataState
      icon={SearchX}
      title={t("noMatchTitle")}
      text={t("noMatchText", { filters: format.list(filters) })}
      action={
        <Button variant="outline" onClick={onClear}>
          {t("clearFilters")}
        </Button>
      }
    />
  );
}
