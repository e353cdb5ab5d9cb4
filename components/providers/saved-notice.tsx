"use client";

import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { JobProgress } from "@/components/shared/job-progress";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import type { JobView } from "@/lib/contracts/job";
import type { SaveProviderConfigResult } from "@/lib/contracts/provider-config";
import { VerificationPanel } from "./verification-panel";

export interface SavedNoticeProps {
  result: SaveProviderConfigResult;
  /** The model sync that saving has started, while it is under way. */
  sync: JobView | undefined;
  onClose: () => void;
}

/** After a passed test: how each stage went, the sync that follows, and where to go next. */
export function SavedNotice({ result, sync, onClose }: SavedNoticeProps) {
  const t = useTranslations("providers.dialog");
  const models = useTranslations("models.sync");
  const path = useTenantPath();
  const heading = useRef<HTMLParagraphElement>(null);
  // The button that had the focus is gone with the form.
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const name = result.config?.name ?? "";
  return (
    <>
      <div className="flex gap-2.5 rounded-md bg-success-soft px-3 py-2 text-[13px]">
        <CircleCheck className="mt-0.5 size-4 shrink-0 text-success" aria-hidden />
        <div>
          <p ref={heading} tabIndex={-1} className="font-medium outline-none">
            {t("savedTitle", { name })}
          </p>
          <p>{result.jobId ? t("savedText") : t("savedTextNoSync")}</p>
        </div>
      </div>
      <VerificationPanel report={result.verification} />
      {sync ? <JobProgress job={sync} title={models("title", { name })} /> : null}
      <DialogFooter>
        <Button asChild variant="outline">
          <Link href={path(`/models?provider=${result.config?.id ?? ""}`)}>{t("viewModels")}</Link>
        </Button>
        <Button onClick={onClose}>{t("done")}</Button>
      </DialogFooter>
    </>
  );
}
