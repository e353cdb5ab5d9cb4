import { type ReactNode, useId } from "react";

/** A part of the page under its own heading. */
export function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div>
        <h2 id={id} className="text-[13px] font-semibold">
          {title}
        </h2>
        {text ? <p className="max-w-3xl text-xs text-pretty text-muted-foreground">{text}</p> : null}
      </div>
      {children}
    </section>
  );
}
