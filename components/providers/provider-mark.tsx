import { cn } from "@/lib/cn";

const HUES = [
  "text-chart-1 bg-chart-1/10",
  "text-chart-2 bg-chart-2/10",
  "text-chart-3 bg-chart-3/10",
  "text-chart-4 bg-chart-4/10",
  "text-chart-6 bg-chart-6/10",
  "text-chart-7 bg-chart-7/10",
];

export interface ProviderMarkProps {
  providerId: string;
  /** The provider's name in English: its first two letters are drawn. */
  name: string;
  size?: "sm" | "md";
}

/** A vendor's monogram. Drawn, not a logo: trademarks are their owners', and nothing is loaded from elsewhere. */
export function ProviderMark({ providerId, name, size = "md" }: ProviderMarkProps) {
  return (
    <span
      aria-hidden
      data-slot="provider-mark"
      className={cn(
        "flex shrink-0 items-center justify-center border border-current/15 font-semibold tracking-tight select-none",
        size === "md" ? "size-9 rounded-lg text-sm" : "size-5 rounded text-[9px]",
        HUES[hash(providerId) % HUES.length],
      )}
    >
      {monogramOf(name)}
    </span>
  );
}

/** "OpenRouter" → "OR", "Jina AI" → "JA", "Anthropic" → "An". */
function monogramOf(name: string): string {
  const capitals = name.replace(/\(.*\)/, "").match(/\p{Lu}/gu) ?? [];
  const [first, second] = capitals;
  return first && second ? first + second : name.slice(0, 2);
}

function hash(text: string): number {
  let value = 0;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
