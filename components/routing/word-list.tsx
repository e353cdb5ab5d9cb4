"use client";

import { useId, useState } from "react";
import { Label } from "@/components/ui/label";
import { Textarea } from "@/components/ui/textarea";

export interface WordListProps {
  label: string;
  help: string;
  words: readonly string[];
  onChange: (words: string[]) => void;
}

/** A list with one entry a line, kept as it was typed. */
export function WordList({ label, help, words, onChange }: WordListProps) {
  const id = useId();
  const [text, setText] = useState(words.join("\n"));
  return (
    <div className="flex flex-col gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Textarea
        id={id}
        rows={3}
        value={text}
        aria-describedby={`${id}-help`}
        onChange={(event) => {
          setText(event.target.value);
          onChange([...new Set(event.target.value.split("\n").map((line) => line.trim()))].filter(Boolean));
        }}
      />
      <p id={`${id}-help`} className="text-xs text-muted-foreground">
        {help}
      </p>
    </div>
  );
}
