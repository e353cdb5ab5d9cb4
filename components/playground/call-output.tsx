"use client";

import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Skeleton } from "@/components/ui/skeleton";
import type { CallReceipt } from "@/lib/contracts/playground";
import { CallFailureNote, toCallFailure } from "./call-failure-note";
import { CallReceiptLine } from "./call-receipt-line";

interface CallOutputProps {
  /** Of the mutation that makes the call. */
  isPending: boolean;
  error: unknown;
  receipt: CallReceipt | null;
  onRetry: () => void;
  /** Shown before the first call. */
  icon: LucideIcon;
  emptyText: string;
  /** The result; present when the receipt is. */
  children: ReactNode;
}

/** Where a call's result appears: nothing yet, under way, failed, or done with its receipt. */
export function CallOutput({ isPending, error, receipt, onRetry, icon: Icon, emptyText, children }: CallOutputProps) {
  const t = useTranslations("playground");
  return (
    <section aria-label={t("output")} aria-live="polite" aria-busy={isPending} className="flex flex-col gap-4">
      {isPending ? (
        <div className="flex flex-col gap-2 rounded-lg border bg-card p-4">
          <span className="sr-only">{t("calling")}</span>
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="h-24 w-full" />
        </div>
      ) : error ? (
        <CallFailureNote failure={toCallFailure(error)} onRetry={onRetry} />
      ) : receipt ? (
        <div className="flex flex-col gap-4 rounded-lg border bg-card p-4">
          {children}
          <CallReceiptLine receipt={receipt} />
        </div>
      ) : (
        <div className="flex flex-col items-center gap-2 rounded-lg border border-dashed px-6 py-10 text-center text-muted-foreground">
          <Icon className="size-6" aria-hidden />
          <p className="max-w-sm text-[13px] text-pretty">{emptyText}</p>
        </div>
      )}
    </section>
  );
}
