"use client";

import { useTranslations } from "use-intl";
import { useErrorText } from "@/components/shared/use-error-text";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import { type Verification, VerificationPanel } from "./verification-panel";

export interface TestDialogProps {
  config: ProviderConfigView;
  /** Null while the test is under way. */
  report: Verification | null;
  /** Why the test itself could not run. */
  error: unknown;
  onTestAgain: () => void;
  onConfigure: () => void;
  onClose: () => void;
}

/** A stored config's test, while it runs and after. */
export function TestDialog({ config, report, error, onTestAgain, onConfigure, onClose }: TestDialogProps) {
  const t = useTranslations("providers.test");
  const states = useTranslations("states");
  const errorText = useErrorText();
  const isRunning = !report && !error;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t("title", { name: config.name })}</DialogTitle>
          <DialogDescription>{t("text")}</DialogDescription>
        </DialogHeader>
        {error ? (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-[13px] text-danger">
            {errorText(error)}
          </p>
        ) : (
          <VerificationPanel report={report} />
        )}
        <DialogFooter>
          {error || (report && !report.isValid) ? (
            <Button variant="ghost" className="sm:mr-auto" onClick={onConfigure}>
              {t("edit")}
            </Button>
          ) : null}
          <Button variant="outline" isPending={isRunning} onClick={onTestAgain}>
            {t("again")}
          </Button>
          <Button onClick={onClose}>{states("close")}</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
