"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button, type ButtonProps } from "@/components/ui/button";

const SHOWN_MS = 2_000;

export interface CopyButtonProps extends Pick<ButtonProps, "variant" | "size" | "className"> {
  value: string;
  /** What is copied, for the button's name; "Copy" by default. */
  label?: string;
  /** Shows the label beside the icon. */
  hasText?: boolean;
  onCopied?: () => void;
}

/** Copies a text and says so, also to screen readers. */
export function CopyButton({ value, label, hasText = false, variant, size, className, onCopied }: CopyButtonProps) {
  const t = useTranslations("states");
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    try {
      // Absent where the page came without TLS from another host; that throws like a refusal.
      await navigator.clipboard.writeText(value);
      setIsCopied(true);
      onCopied?.();
    } catch {
      toast.error(t("copyFailed"));
    }
  };
  const name = label ?? t("copy");
  return (
    <Button
      variant={variant ?? (hasText ? "outline" : "ghost")}
      size={size ?? (hasText ? "default" : "icon-sm")}
      className={className}
      aria-label={hasText ? undefined : name}
      title={hasText ? undefined : name}
      onClick={copy}
    >
      {isCopied ? <Check className="text-success" aria-hidden /> : <Copy aria-hidden />}
      {hasText ? (isCopied ? t("copied") : name) : null}
      <span role="status" className="sr-only">
        {isCopied ? t("copied") : ""}
      </span>
    </Button>
  );
}
