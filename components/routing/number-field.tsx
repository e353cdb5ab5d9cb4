"use client";

import { useId, useState } from "react";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";

export interface NumberFieldProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  max?: number;
}

/** A number of at least 0 that may be typed freely: what is no number yet leaves the last one in force, and says that it is invalid. */
export function NumberField({ label, value, onChange, max = 1000 }: NumberFieldProps) {
  const id = useId();
  const [text, setText] = useState(String(value));
  const number = Number(text);
  const isValid = text.trim() !== "" && number >= 0 && number <= max;
  return (
    <span className="flex w-28 flex-col gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        inputMode="decimal"
        value={text}
        aria-invalid={!isValid}
        onChange={(event) => {
          setText(event.target.value);
          const typed = Number(event.target.value);
          if (event.target.value.trim() !== "" && typed >= 0 && typed <= max) onChange(typed);
        }}
      />
    </span>
  );
}
