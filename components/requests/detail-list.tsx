import type { ReactNode } from "react";

/** A part of the sheet with its heading. */
export function DetailSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2.5">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}

/** Names and values in two columns; an entry without a value is left out. */
export function DetailList({ entries }: { entries: { name: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-[13px]">
      {entries
        .filter((entry) => entry.value !== null && entry.value !== undefined)
        .map((entry) => (
          <div key={entry.name} className="contents">
            <dt className="text-muted-foreground">{entry.name}</dt>
            <dd className="min-w-0 break-words tabular-nums">{entry.value}</dd>
          </div>
        ))}
    </dl>
  );
}
