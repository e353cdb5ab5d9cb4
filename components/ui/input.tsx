import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export const fieldClasses = [
  "w-full min-w-0 rounded-md border border-input bg-card text-sm shadow-xs transition-colors outline-none",
  "placeholder:text-muted-foreground focus-visible:border-ring focus-visible:ring-2 focus-visible:ring-ring/40",
  "disabled:cursor-not-allowed disabled:opacity-60 read-only:bg-muted",
  "aria-invalid:border-destructive aria-invalid:ring-destructive/25",
].join(" ");

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input data-slot="input" className={cn(fieldClasses, "h-8 px-2.5", className)} {...props} />;
}
