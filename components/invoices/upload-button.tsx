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

/** Chooses a vendor's file, sends it, and says beside the button what is wrong with it. */
export function UploadButton({ onChecked }: { onChecked: (id: string) => void }) {
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
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries(trpc.invoiceChecks.list.queryFilter());
      onChecked(id);
    },
  });
  return (
    <div className="flex max-w-md flex-col items-end gap-1">
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
      {upload.error ? (
        <p role="alert" className="text-right text-[13px] text-danger">
          {upload.error.message}
        </p>
      ) : null}
    </div>
  );
}
