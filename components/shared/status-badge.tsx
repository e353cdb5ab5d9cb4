import { Circle, CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";

export type StatusTone = "success" | "warning" | "danger" | "neutral" | "info";

const ICONS: Record<StatusTone, LucideIcon> = {
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
  neutral: Circle,
  info: Info,
};

export interface StatusBadgeProps {
  tone: StatusTone;
  children: ReactNode;
  /** Instead of the tone's own. */
  icon?: LucideIcon;
  title?: string;
}

/** A state as icon and words; colour only repeats it. */
export function StatusBadge({ tone, icon, children, title }: StatusBadgeProps) {
  const Icon = icon ?? ICONS[tone];
  return (
    <Badge variant={tone} title={title}>
      <Icon aria-hidden />
      {children}
    </Badge>
  );
}
