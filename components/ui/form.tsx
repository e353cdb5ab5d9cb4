"use client";

import { Slot } from "radix-ui";
import { type ComponentProps, createContext, useContext, useId } from "react";
import {
  Controller,
  type ControllerProps,
  type FieldPath,
  type FieldValues,
  FormProvider,
  useFormContext,
  useFormState,
} from "react-hook-form";
import { cn } from "@/lib/cn";
import { Label } from "./label";

export const Form = FormProvider;

const FieldNameContext = createContext<string | null>(null);
const ItemIdContext = createContext<string | null>(null);

export function FormField<Values extends FieldValues, Name extends FieldPath<Values>, Transformed = Values>(
  props: ControllerProps<Values, Name, Transformed>,
) {
  return (
    <FieldNameContext value={props.name}>
      <Controller {...props} />
    </FieldNameContext>
  );
}

function useField() {
  const name = useContext(FieldNameContext);
  const itemId = useContext(ItemIdContext);
  if (name === null || itemId === null) throw new Error("Form parts belong inside <FormField> and <FormItem>.");
  const { getFieldState } = useFormContext();
  const { error } = getFieldState(name, useFormState({ name }));
  return { error, fieldId: `${itemId}-field`, helpId: `${itemId}-help`, messageId: `${itemId}-message` };
}

export function FormItem({ className, ...props }: ComponentProps<"div">) {
  const id = useId();
  return (
    <ItemIdContext value={id}>
      <div data-slot="form-item" className={cn("flex flex-col gap-1.5", className)} {...props} />
    </ItemIdContext>
  );
}

export function FormLabel(props: ComponentProps<typeof Label>) {
  const { fieldId } = useField();
  return <Label data-slot="form-label" htmlFor={fieldId} {...props} />;
}

/** Wires its one child to label, help and error. */
export function FormControl(props: ComponentProps<typeof Slot.Root>) {
  const { error, fieldId, helpId, messageId } = useField();
  return (
    <Slot.Root
      data-slot="form-control"
      id={fieldId}
      aria-describedby={error ? `${helpId} ${messageId}` : helpId}
      aria-invalid={error ? true : undefined}
      {...props}
    />
  );
}

export function FormDescription({ className, ...props }: ComponentProps<"p">) {
  const { helpId } = useField();
  return (
    <p data-slot="form-description" id={helpId} className={cn("text-xs text-muted-foreground", className)} {...props} />
  );
}

export function FormMessage({ className, children, ...props }: ComponentProps<"p">) {
  const { error, messageId } = useField();
  const text = error?.message ?? children;
  if (!text) return null;
  return (
    <p data-slot="form-message" id={messageId} className={cn("text-xs text-danger", className)} {...props}>
      {text}
    </p>
  );
}
