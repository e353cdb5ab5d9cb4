"use client";

import { CircleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { readSluiceError } from "@/components/shared/sluice-error";
import { useErrorText } from "@/components/shared/use-error-text";
import { FormFaults } from "./form-faults";

/** Why a configuration was not saved: each reason with its place. Takes the focus, as it stands above what has to be mended. */
export function FaultsNote({ error }: { error: unknown }) {
  const t = useTranslations("configuration");
  const errorText = useErrorText();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) frame.current?.focus();
  }, [error]);
  if (!error) return null;
  const faults = Object.entries(error instanceof FormFaults ? error.fields : readSluiceError(error).fields);
  return (
    <div
      ref={frame}
      role="alert"
      tabIndex={-1}
      className="flex gap-2 rounded-md border border-danger/30 bg-danger-soft px-3 py-2 text-[13px] text-danger outline-none focus-visible:ring-2 focus-visible:ring-ring"
    >
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-medium">{faults.length > 0 ? t("refused") : errorText(error)}</p>
        {faults.length > 0 ? (
          <ul className="list-disc space-y-0.5 pl-4">
            {faults.map(([path, reason]) => (
              <li key={path}>
                <span className="font-mono text-xs">{path}</span>: {reason}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  );
}
