export type TextSegment =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string; language: string; isClosed: boolean };

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]*)/;

/** Cuts a model's answer at its code fences. A fence that is still open while the answer streams in is code up to the end. */
export function splitFences(source: string): TextSegment[] {
  const segments: TextSegment[] = [];
  let lines: string[] = [];
  let open: { marker: string; language: string } | null = null;
  const endText = () => {
    const text = lines.join("\n").replace(/^\n+|\n+$/g, "");
    if (text !== "") segments.push({ kind: "text", text });
    lines = [];
  };
  for (const line of source.split("\n")) {
    const [, marker, language = ""] = FENCE.exec(line) ?? [];
    if (open) {
      if (marker?.startsWith(open.marker) && language === "") {
        segments.push({ kind: "code", text: lines.join("\n"), language: open.language, isClosed: true });
        lines = [];
        open = null;
      } else lines.push(line);
    } else if (marker) {
      endText();
      open = { marker, language };
    } else lines.push(line);
  }
  if (open) segments.push({ kind: "code", text: lines.join("\n"), language: open.language, isClosed: false });
  else endText();
  return segments;
}
