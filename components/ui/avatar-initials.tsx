import { cn } from "@/lib/cn";

/** Decorative: the name always stands beside it. */
export function AvatarInitials({ name, className }: { name: string; className?: string }) {
  const words = name.trim().split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => Array.from(word ?? "")[0] ?? "")
    .join("");
  return (
    <span
      data-slot="avatar"
      aria-hidden
      className={cn(
        "inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-primary-soft text-[10px] font-semibold text-primary uppercase",
        className,
      )}
    >
      {initials}
    </span>
  );
}
