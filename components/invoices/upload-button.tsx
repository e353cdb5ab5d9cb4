"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { useSession } from "@/components/shared/session";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { MAX_INVOICE_BYTES } from "@/lib/contracts/invoice-check";
import { uploadInvoice } from "./upload-invoice";

export interface UploadButtonProps {
  onChecked: (id: string) => void;
  /** Told what is wrong with the file, and null once another is tried. */
  onRefused: (sentence: string | null) => void;
}

/** Chooses a vendor's file and sends it. */
export function UploadButton({ onChecked, onRefused }: UploadButtonProps) {
  const t = useTranslations("invoices");
  const { tenant } = useSession();
  const canWrite = usePermission("invoices.write");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: (file: File) =>
      file.size > MAX_INVOICE_BYTES
        ? Promise.reject(new Error(t("tooLarge", { megabytes: MAX_INVOICE_BYTES / 1_000_000 })))
        : uploadInvoice(tenant.slug, file),
    onMutate: () => onRefused(null),
    onError: (error) => onRefused(error.message),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries(trpc.invoiceChecks.list.queryFilter());
      onChecked(id);
    },
  });
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        className="sr-only"
        tabIndex={-1}
        aria-label={t("file")}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file may be chosen again.
          event.target.value = "";
          if (file) upload.mutate(file);
        }}
      />
      <GuardedButton reason={canWrite.reason} isPending={upload.isPending} onClick={() => input.current?.click()}>
        {upload.isPending ? null : <Upload aria-hidden />}
        {t("upload")}
      </GuardedButton>
    </>
  );
}
