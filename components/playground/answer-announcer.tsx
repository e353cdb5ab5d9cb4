"use client";

import { useEffect, useState } from "react";
import { nextSentences } from "./next-sentences";

/** Reads a streaming answer out sentence by sentence; the visible text itself is not live, or each word would interrupt the last. */
export function AnswerAnnouncer({ text, isComplete }: { text: string; isComplete: boolean }) {
  const [spoken, setSpoken] = useState({ sentences: "", announcedLength: 0 });
  useEffect(() => {
    setSpoken((before) => {
      const next = nextSentences(text, Math.min(before.announcedLength, text.length), isComplete);
      return next.sentences === "" ? before : next;
    });
  }, [text, isComplete]);
  return (
    <div aria-live="polite" aria-atomic="true" className="sr-only">
      {spoken.sentences}
    </div>
  );
}
