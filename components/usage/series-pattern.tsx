import { OTHER_KEY } from "./usage-figures";

const COLOURS = 7;

/** A series' colour by its place; "other" is always the grey one. */
export function colourOf(key: string, index: number): string {
  return `var(--chart-${key === OTHER_KEY ? 8 : (index % COLOURS) + 1})`;
}

/** One texture per place, so that series are told apart without their colours. */
const TEXTURES = [
  "",
  "M0 8 L8 0 M-2 2 L2 -2 M6 10 L10 6",
  "M0 4 H8",
  "M0 0 L8 8 M-2 6 L2 10 M6 -2 L10 2",
  "M4 0 V8",
  "M0 4 H8 M4 0 V8",
  "M2 2 h1 v1 h-1 Z M6 6 h1 v1 h-1 Z",
  "M0 8 L8 0 M0 0 L8 8",
];

interface SeriesPatternsProps {
  /** Tells several charts on a page apart. */
  id: string;
  keys: string[];
}

/** The fills of a chart: `url(#id-0)` for the first series and so on, and `url(#id-partial)` to lay over a bucket still running. */
export function SeriesPatterns({ id, keys }: SeriesPatternsProps) {
  return (
    <defs>
      {keys.map((key, index) => (
        <pattern key={key} id={`${id}-${index}`} width={8} height={8} patternUnits="userSpaceOnUse">
          <rect width={8} height={8} fill={colourOf(key, index)} />
          <path d={TEXTURES[index % TEXTURES.length]} stroke="var(--card)" strokeWidth={1.25} strokeOpacity={0.55} />
        </pattern>
      ))}
      <pattern id={`${id}-partial`} width={10} height={10} patternUnits="userSpaceOnUse">
        <path d="M-2 12 L12 -2 M-3 3 L3 -3 M7 13 L13 7" stroke="var(--card)" strokeWidth={4} strokeOpacity={0.7} />
      </pattern>
    </defs>
  );
}

/** A series' fill as a small square, for legends and tables. */
export function SeriesSwatch({ id, index, isPartial = false }: { id: string; index: number; isPartial?: boolean }) {
  return (
    <svg width={12} height={12} className="shrink-0" aria-hidden="true">
      <rect width={12} height={12} rx={2} fill={`url(#${id}-${index})`} />
      {isPartial ? <rect width={12} height={12} rx={2} fill={`url(#${id}-partial)`} /> : null}
    </svg>
  );
}
