/** Where a caller stands with one kind of unit, as the `x-ratelimit-*` headers tell it. */
export interface UnitStanding {
  /** Units a minute or an hour, whichever is nearer its end. */
  limit: number;
  /** What may be used at once. */
  remaining: number;
  /** Until the whole limit is there again. */
  resetMs: number;
}

/** The tightest of the limits a caller falls under; null where none counts that unit. */
export interface LimitStanding {
  requests: UnitStanding | null;
  tokens: UnitStanding | null;
}
