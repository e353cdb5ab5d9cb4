"use client";

import { Eye, EyeOff, KeyRound } from "lucide-react";
import { type ChangeEvent, type ComponentProps, type Ref, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { cn } from "@/lib/cn";

type Field = HTMLInputElement & HTMLTextAreaElement;

export interface SecretInputProps
  extends Pick<
    ComponentProps<"input">,
    "id" | "name" | "placeholder" | "disabled" | "className" | "aria-describedby" | "aria-invalid"
  > {
  value: string;
  /** Draws an area that keeps the lines of what is pasted, for key files. */
  isMultiline?: boolean;
  ref?: Ref<Field>;
  onChange?: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
  onBlur?: () => void;
  /** Empties the field: pressed when the stored secret is kept after all. */
  onClear?: () => void;
  /** Set when a secret is stored: only its last four are known here, and a blank field keeps it. */
  storedLastFour?: string;
}

const UNREMEMBERED = {
  autoComplete: "off",
  autoCapitalize: "off",
  autoCorrect: "off",
  spellCheck: false,
  "data-1p-ignore": true,
  "data-lpignore": "true",
} as const;

/** A field for a secret: never filled in by us, and the browser is asked not to remember it. */
export function SecretInput({
  value,
  isMultiline = false,
  onClear,
  storedLastFour,
  className,
  id,
  ...props
}: SecretInputProps) {
  const t = useTranslations("states");
  const [isShown, setIsShown] = useState(false);
  const [isReplacing, setIsReplacing] = useState(storedLastFour === undefined);
  if (!isReplacing) {
    return (
      <div className={cn("flex h-8 items-center gap-2 rounded-md border border-input bg-muted pr-1 pl-2.5", className)}>
        <KeyRound className="size-4 text-muted-foreground" aria-hidden />
        <span className="flex-1 truncate font-mono text-xs">
          {t("secretEnding", { lastFour: storedLastFour ?? "" })}
        </span>
        {/* Without the field's id: its label would hide the word that is to be seen. */}
        <Button
          size="sm"
          variant="ghost"
          className="h-6"
          aria-describedby={props["aria-describedby"]}
          onClick={() => setIsReplacing(true)}
        >
          {t("replaceSecret")}
        </Button>
      </div>
    );
  }
  const toggleLabel = isShown ? t("hideSecret") : t("showSecret");
  return (
    <div className={cn("flex flex-col items-start gap-1", className)}>
      <div className="relative w-full">
        {isMultiline ? (
          <Textarea
            {...props}
            {...UNREMEMBERED}
            id={id}
            value={value}
            rows={4}
            className={cn(
              "max-h-60 pr-9 font-mono text-[13px]",
              !isShown && "[-webkit-text-security:disc] placeholder-shown:[-webkit-text-security:none]",
            )}
          />
        ) : (
          <Input
            {...props}
            {...UNREMEMBERED}
            id={id}
            value={value}
            type={isShown ? "text" : "password"}
            className="pr-9 font-mono text-[13px]"
          />
        )}
        <Button
          size="icon-sm"
          variant="ghost"
          className="absolute top-0.5 right-0.5"
          aria-label={toggleLabel}
          aria-pressed={isShown}
          title={toggleLabel}
          onClick={() => setIsShown(!isShown)}
        >
          {isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </Button>
      </div>
      {storedLastFour === undefined ? null : (
        <Button
          size="sm"
          variant="link"
          className="min-h-6"
          onClick={() => {
            onClear?.();
            setIsReplacing(false);
          }}
        >
          {t("keepSecret")}
        </Button>
      )}
    </div>
  );
}
