/** A hatched square: the sign for what has no price. */
export function SmallHatch() {
  return (
    <span
      aria-hidden
      className="size-3 shrink-0 rounded-sm border border-warning"
      style={{ backgroundImage: "repeating-linear-gradient(45deg, var(--warning) 0 1px, transparent 1px 4px)" }}
    />
  );
}
