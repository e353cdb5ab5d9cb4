/** A sluice gate: two posts, the gate half raised between them, water passing below. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={className}>
      <path d="M4 3v18M20 3v18M2.5 3h19" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      <path d="M12 3v3" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      <rect x="6.5" y="6" width="11" height="6.5" rx="1.25" className="fill-primary" />
      <path
        d="M6.5 16.25c1.4-1.2 2.4-1.2 3.7 0s2.3 1.2 3.6 0 2.3-1.2 3.7 0M6.5 20c1.4-1.2 2.4-1.2 3.7 0s2.3 1.2 3.6 0 2.3-1.2 3.7 0"
        className="stroke-primary"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
    </svg>
  );
}
