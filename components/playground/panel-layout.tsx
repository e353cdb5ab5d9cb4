import type { ReactNode } from "react";

/** Settings at the left, the work at the right; on a narrow screen one above the other. */
export function PanelLayout({ settings, children }: { settings: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[17rem_minmax(0,1fr)]">
      <div className="flex flex-col gap-4 rounded-lg border bg-card p-4">{settings}</div>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </div>
  );
}
