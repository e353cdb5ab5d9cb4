interface Place {
  left: number;
  top: number;
}

/** Rows whose tops differ by less are one. */
const SAME_ROW_PX = 8;

/** Which of the things laid out in rows an arrow key leads to from the one at `from`; null at an edge and for other keys. */
export function nextInGrid(places: readonly Place[], from: number, key: string): number | null {
  const here = places[from];
  if (!here) return null;
  if (key === "ArrowRight") return from + 1 < places.length ? from + 1 : null;
  if (key === "ArrowLeft") return from > 0 ? from - 1 : null;
  if (key !== "ArrowDown" && key !== "ArrowUp") return null;
  const sign = key === "ArrowDown" ? 1 : -1;
  const beyond = places.flatMap((place, index) => {
    const rows = (place.top - here.top) * sign;
    return rows > SAME_ROW_PX ? [{ index, rows, columns: Math.abs(place.left - here.left) }] : [];
  });
  const nearest = Math.min(...beyond.map(({ rows }) => rows));
  const [best] = beyond.filter(({ rows }) => rows < nearest + SAME_ROW_PX).sort((a, b) => a.columns - b.columns);
  return best?.index ?? null;
}
