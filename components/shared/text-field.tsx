"use client";

import type { ComponentProps } from "react";
import { useFormContext } from "react-hook-form";
import { FormControl, FormDescription, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Input } from "@/components/ui/input";

export interface TextFieldProps extends Omit<ComponentProps<typeof Input>, "value" | "onChange" | "id"> {
  /** The field of the form around it. */
  name: string;
  label: string;
  help?: string;
  /** Told of each change, after the form. */
  onValueChange?: (value: string) => void;
}

/** A line of text in a form: label, input, help and error, wired to one another. */
export function TextField({ name, label, help, onValueChange, ...input }: TextFieldProps) {
  const { control } = useFormContext();
  return (
    <FormField
      control={control}
      name={name}
      render={({ field }) => (
        <FormItem>
          <FormLabel>{label}</FormLabel>
          <FormControl>
            <Input
              autoComplete="off"
              {...input}
              {...field}
              onChange={(event) => {
                field.onChange(event);
                onValueChange?.(event.target.value);
              }}
            />
          </FormControl>
          <FormDescription className="empty:hidden">{help}</FormDescription>
          <FormMessage />
        </FormItem>
      )}
    />
  );
}
