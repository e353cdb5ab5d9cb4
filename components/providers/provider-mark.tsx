import { cn } from "@/lib/cn";

const HUES = [
  "bg-chart-1/15 border-chart-1/30",
  "bg-chart-2/15 border-chart-2/30",
  "bg-chart-3/15 border-chart-3/30",
  "bg-chart-4/15 border-chart-4/30",
  "bg-chart-5/15 border-chart-5/30",
  "bg-chart-6/15 border-chart-6/30",
  "bg-chart-7/20 border-chart-7/40",
  "bg-chart-8/15 border-chart-8/30",
];

export interface ProviderMarkProps {
  providerId: string;
  /** The provider's name in English: two of its letters are drawn. */
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
        "flex shrink-0 items-center justify-center border font-semibold text-foreground tracking-tight select-none",
        size === "md" ? "size-9 rounded-lg text-sm" : "size-5 rounded text-[9px]",
        HUES[hash(providerId) % HUES.length],
      )}
    >
      {monogramOf(name)}
    </span>
  );
}

/** "OpenRouter" → "OR", "Google Gemini" → "GG", "vLLM" → "vL", "Anthropic" → "An". */
function monogramOf(name: string): string {
  const [first = "", second] = name
    .replace(/\(.*\)/, "")
    .trim()
    .split(/[\s-]+/);
  return first.charAt(0) + (second?.charAt(0) ?? first.slice(1).match(/\p{Lu}/u)?.[0] ?? first.charAt(1));
}

function hash(text: string): number {
  let value = 0;
  for (const character of text) value = (value * 33 + (character.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
