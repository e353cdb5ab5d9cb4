"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cn } from "@/lib/cn";
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "./command";
import { matchWords } from "./match-words";
import { Popover, PopoverContent, PopoverTrigger } from "./popover";

export interface ComboboxOption {
  value: string;
  label: string;
  /** A second line, such as the provider and the context window. */
  description?: string;
  icon?: ReactNode;
  /** Found by the search besides label and description. */
  keywords?: string[];
  /** Set: the option is shown but can't be chosen, and this says why. */
  disabledReason?: string;
}

export interface ComboboxGroup {
  label: string;
  options: ComboboxOption[];
}

export interface ComboboxProps {
  groups: ComboboxGroup[];
  value: string | null;
  onValueChange: (value: string) => void;
  placeholder: string;
  searchPlaceholder: string;
  /** Shown when the search finds nothing. */
  emptyText: string;
  id?: string;
  className?: string;
  disabled?: boolean;
  /** What stands in the closed box; the chosen option's icon and label by default. */
  renderValue?: (option: ComboboxOption) => ReactNode;
  "aria-label"?: string;
  "aria-labelledby"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean | "true" | "false";
}

/** A select with search, for long or grouped lists. */
export function Combobox({
  groups,
  value,
  onValueChange,
  placeholder,
  searchPlaceholder,
  emptyText,
  className,
  renderValue,
  ...trigger
}: ComboboxProps) {
  const [isOpen, setIsOpen] = useState(false);
  const chosen = groups.flatMap((group) => group.options).find((option) => option.value === value);
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger
        {...trigger}
        type="button"
        role="combobox"
        aria-expanded={isOpen}
        data-slot="combobox"
        className={cn(
          "flex h-8 w-full min-w-0 items-center justify-between gap-2 rounded-md border border-input bg-card px-2.5 text-[13px] shadow-xs outline-none",
          "focus-visible:border-ring focus-visible:ring-2 focus-visible:ring-ring/40 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-destructive",
          className,
        )}
      >
        <span className={cn("flex min-w-0 items-center gap-2 truncate", !chosen && "text-muted-foreground")}>
          {chosen ? (renderValue?.(chosen) ?? <OptionLabel option={chosen} />) : placeholder}
        </span>
        <ChevronsUpDown className="size-4 shrink-0 text-muted-foreground" aria-hidden />
      </PopoverTrigger>
      <PopoverContent aria-label={searchPlaceholder} className="w-(--radix-popover-trigger-width) min-w-72 p-0">
        <Command filter={matchWords}>
          <CommandInput placeholder={searchPlaceholder} aria-label={searchPlaceholder} />
          <CommandList>
            <CommandEmpty>{emptyText}</CommandEmpty>
            {groups.map((group) => (
              <CommandGroup key={group.label} heading={group.label}>
                {group.options.map((option) => (
                  <CommandItem
                    key={option.value}
                    value={option.value}
                    keywords={[option.label, option.description ?? "", group.label, ...(option.keywords ?? [])]}
                    disabled={option.disabledReason !== undefined}
                    onSelect={() => {
                      onValueChange(option.value);
                      setIsOpen(false);
                    }}
                  >
                    {option.icon}
                    <span className="flex min-w-0 flex-1 flex-col">
                      <span className="truncate">{option.label}</span>
                      {(option.disabledReason ?? option.description) ? (
                        <span className="truncate text-xs text-muted-foreground">
                          {option.disabledReason ?? option.description}
                        </span>
                      ) : null}
                    </span>
                    <Check className={cn("size-4", option.value !== value && "invisible")} aria-hidden />
                  </CommandItem>
                ))}
              </CommandGroup>
            ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}

function OptionLabel({ option }: { option: ComboboxOption }) {
  return (
    <>
      {option.icon}
      <span className="truncate">{option.label}</span>
    </>
  );
}
