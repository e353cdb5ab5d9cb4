"use client";

import { useFormContext } from "react-hook-form";
import { FormControl, FormDescription, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";

export interface SelectFieldProps {
  name: string;
  label: string;
  help?: string;
  options: readonly { value: string; label: string }[];
  /** Numbers are kept as numbers. */
  isNumber?: boolean;
  placeholder?: string;
  onValueChange?: (value: string) => void;
}

/** A choice in a form: label, select, help and error, wired to one another. */
export function SelectField({ name, label, help, options, isNumber, placeholder, onValueChange }: SelectFieldProps) {
  const { control } = useFormContext();
  return (
    <FormField
      control={control}
      name={name}
      render={({ field }) => (
        <FormItem className="min-w-0">
          <FormLabel>{label}</FormLabel>
          <Select
            value={String(field.value)}
            onValueChange={(value) => {
              field.onChange(isNumber ? Number(value) : value);
              onValueChange?.(value);
            }}
          >
            <FormControl>
              <SelectTrigger ref={field.ref} onBlur={field.onBlur}>
                <SelectValue placeholder={placeholder} />
              </SelectTrigger>
            </FormControl>
            <SelectContent>
              {options.map((option) => (
                <SelectItem key={option.value} value={option.value}>
                  {option.label}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
          <FormDescription className="empty:hidden">{help}</FormDescription>
          <FormMessage />
        </FormItem>
      )}
    />
  );
}
