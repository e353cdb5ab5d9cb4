import type { z } from "zod";
import type { previewUrlInput, previewUrlResult } from "@/lib/contracts/provider";
import { previewUrl } from "@/server/gateway";
import { requireProvider } from "./require-provider";

/** Where a first request would go with what has been typed so far. Nothing is sent anywhere, and secrets are not looked at. */
export async function previewProviderUrl({
  provider,
  values,
}: z.infer<typeof previewUrlInput>): Promise<z.infer<typeof previewUrlResult>> {
  const definition = requireProvider(provider);
  const plain = definition.fields.filter(({ kind }) => kind !== "secret");
  const given = plain.flatMap(({ name }) => {
    const value = values[name]?.trim();
    return value ? [[name, value]] : [];
  });
  return { url: (await previewUrl(definition, Object.fromEntries(given))) ?? null };
}
