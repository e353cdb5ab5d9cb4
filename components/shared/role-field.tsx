"use client";

import { useFormContext } from "react-hook-form";
import { useTranslations } from "use-intl";
import { FormControl, FormDescription, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { mayGrant, ROLES, type Role, role as roleSchema } from "@/lib/contracts/permissions";
import { useSession } from "./session";

/** The field `role` of a form: the roles that the visitor may hand out, with what the chosen one means. */
export function RoleField({ label, describe }: { label: string; describe: (role: Role) => string }) {
  const states = useTranslations("states");
  const session = useSession();
  const { control } = useFormContext<{ role: Role }>();
  return (
    <FormField
      control={control}
      name="role"
      render={({ field }) => (
        <FormItem>
          <FormLabel>{label}</FormLabel>
          <Select value={field.value} onValueChange={(value) => field.onChange(roleSchema.parse(value))}>
            <FormControl>
              <SelectTrigger>
                <SelectValue />
              </SelectTrigger>
            </FormControl>
            <SelectContent>
              {ROLES.filter((role) => mayGrant(session.role, role)).map((role) => (
                <SelectItem key={role} value={role}>
                  {states(`roles.${role}`)}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
          <FormDescription>{describe(field.value)}</FormDescription>
          <FormMessage />
        </FormItem>
      )}
    />
  );
}
