"use client";

import type { FormEvent, KeyboardEvent, ReactNode } from "react";

interface CallFormProps {
  /** Not called while something is missing or a call is under way. */
  onRun: () => void;
  canRun: boolean;
  children: ReactNode;
}

/** A form that Cmd/Ctrl+Enter submits from any of its fields. */
export function CallForm({ onRun, canRun, children }: CallFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canRun) onRun();
  };
  const handleKey = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    if (canRun) onRun();
  };
  return (
    <form onSubmit={submit} onKeyDown={handleKey} className="flex flex-col gap-4 rounded-lg border bg-card p-4">
      {children}
    </form>
  );
}
