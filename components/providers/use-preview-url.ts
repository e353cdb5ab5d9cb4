"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useWatch } from "react-hook-form";
import { useTRPC } from "@/components/trpc/client";
import { MAX_FIELD_CHARACTERS, type ProviderView, previewUrlInput } from "@/lib/contracts/provider";
import { type ConfigFormValues, fieldKey } from "./config-form-values";

const PAUSE_MS = 200;

/** Where a first request would go with the form as it stands, once the typing pauses. The secrets stay in the form. */
export function usePreviewUrl(provider: ProviderView): string | null {
  const trpc = useTRPC();
  const form = useWatch<ConfigFormValues>();
  const plain = provider.fields.filter(({ kind }) => kind !== "secret");
  const values = plain.map((field) => [field.name, form[fieldKey(field)]?.slice(0, MAX_FIELD_CHARACTERS) ?? ""]);
  const typed = JSON.stringify(Object.fromEntries(values));
  const settled = useSettled(typed);
  const { data } = useQuery(
    trpc.providers.previewUrl.queryOptions(
      { provider: provider.id, values: previewUrlInput.shape.values.parse(JSON.parse(settled)) },
      { placeholderData: keepPreviousData, staleTime: Number.POSITIVE_INFINITY },
    ),
  );
  return data?.url ?? null;
}

/** The value as it was when it last stood still. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
