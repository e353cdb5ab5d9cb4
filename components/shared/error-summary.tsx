"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useFormContext, useFormState } from "react-hook-form";
import { useTranslations } from "use-intl";

/**
 * Stands at the top of a form and takes the focus when a submission failed, naming each faulty field with a way to it. `error` adds what
 * the server said about the whole; `labels` names the fields as the form does. Inside `<Form>`; create the form with `shouldFocusError: false`.
 */
export function ErrorSummary({ error, labels = {} }: { error?: ReactNode; labels?: Record<string, string> }) {
  const t = useTranslations("states");
  const { setFocus } = useFormContext();
  const { errors, submitCount } = useFormState();
  const frame = useRef<HTMLDivElement>(null);
  const fields = Object.entries(errors).flatMap(([name, fault]) =>
    fault?.message && name !== "root"
      ? [{ name, message: [labels[name], String(fault.message)].filter(Boolean).join(": ") }]
      : [],
  );
  const isShown = submitCount > 0 && (fields.length > 0 || Boolean(error));
  const attempt = isShown ? submitCount : 0;
  useEffect(() => {
    if (attempt > 0) frame.current?.focus();
  }, [attempt]);
  if (!isShown) return null;
  return (
    <div
      ref={frame}
      role="alert"
      tabIndex={-1}
      className="flex gap-2 rounded-md border border-danger/30 bg-danger-soft px-3 py-2 text-[13px] text-danger outline-none focus-visible:ring-2 focus-visible:ring-ring"
    >
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      <div className="flex min-w-0 flex-col gap-1">
        {error ? <p>{error}</p> : null}
        {fields.length > 0 ? (
          <>
            <p className="font-medium">{t("fixErrors", { count: fields.length })}</p>
            <ul className="list-disc pl-4">
              {fields.map((field) => (
                <li key={field.name}>
                  <button
                    type="button"
                    className="min-h-6 text-left align-top underline underline-offset-2"
                    onClick={() => setFocus(field.name)}
                  >
                    {field.message}
                  </button>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </div>
  );
}
