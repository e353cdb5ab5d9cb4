"use client";

import { useId } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { Tooltip, TooltipContent, TooltipTrigger } from "@/components/ui/tooltip";

/** A button that stays visible and focusable when it may not be used; `reason` then says why. Null or undefined: an ordinary button. */
export function GuardedButton({
  reason,
  ...props
}: Omit<ButtonProps, "asChild"> & { reason: string | null | undefined }) {
  const reasonId = useId();
  if (!reason) return <Button {...props} />;
  return (
    <Tooltip>
      <TooltipTrigger asChild>
        <Button
          {...props}
          type="button"
          aria-disabled
          aria-describedby={reasonId}
          onClick={(event) => event.preventDefault()}
        />
      </TooltipTrigger>
      <TooltipContent>{reason}</TooltipContent>
      <span id={reasonId} className="sr-only">
        {reason}
      </span>
    </Tooltip>
  );
}
