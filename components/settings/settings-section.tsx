import { type ReactNode, useId } from "react";

/** A heading with its explanation at the left, the controls at the right. */
export function SettingsSection({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className="grid gap-x-8 gap-y-4 border-t py-6 md:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div className="flex flex-col gap-1">
        <h2 id={titleId} className="text-sm font-semibold">
          {title}
        </h2>
        <p className="text-[13px] text-pretty text-muted-foreground">{text}</p>
      </div>
      <div className="flex max-w-lg flex-col gap-4">{children}</div>
    </section>
  );
}
