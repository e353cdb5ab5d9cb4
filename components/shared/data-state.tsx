import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export interface DataStateProps {
  icon: LucideIcon;
  title: string;
  text: ReactNode;
  /** One action; a second only where it truly helps. */
  action?: ReactNode;
  /** "alert" for failures, so that it is read out. */
  role?: "alert" | "status";
  /** 1 where it is the whole page. */
  headingLevel?: 1 | 2;
  className?: string;
}

/** What stands where data would: first use, no match, error, denied. Use it directly for first use. */
export function DataState({ icon: Icon, title, text, action, role, headingLevel = 2, className }: DataStateProps) {
  const Heading = headingLevel === 1 ? "h1" : "h2";
  return (
    <div
      data-slot="data-state"
      role={role}
      className={cn(
        "flex flex-col items-center justify-center gap-3 rounded-lg border border-dashed px-6 py-14 text-center",
        className,
      )}
    >
      <span className="flex size-10 items-center justify-center rounded-lg border bg-card text-muted-foreground shadow-xs">
        <Icon className="size-5" aria-hidden />
      </span>
      <div className="flex max-w-md flex-col gap-1">
        <Heading className="text-sm font-semibold">{title}</Heading>
        <div className="text-[13px] text-pretty text-muted-foreground">{text}</div>
      </div>
      {action ? <div className="flex flex-wrap items-center justify-center gap-2 pt-1">{action}</div> : null}
    </div>
  );
}
