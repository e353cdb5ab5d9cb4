"use client";

import { cn } from "@/lib/cn";
import { CopyButton } from "./copy-button";

export interface CodeBlockProps {
  code: string;
  /** Names the block, such as "curl". */
  label: string;
  /** What the copy button takes when it differs from what is shown. */
  copyValue?: string;
  className?: string;
}

/** Plain text in a frame, to be copied. Long lines wrap, so that nothing hides and no inner scrolling is needed. */
export function CodeBlock({ code, label, copyValue, className }: CodeBlockProps) {
  return (
    <figure aria-label={label} className={cn("relative rounded-md border bg-muted/60", className)}>
      <pre className="px-3 py-2.5 pr-10 font-mono text-xs leading-5 break-words whitespace-pre-wrap">
        <code>{code}</code>
      </pre>
      <CopyButton value={copyValue ?? code} className="absolute top-1 right-1" />
    </figure>
  );
}
