import type { ConfigurationDocument } from "@/lib/contracts/configuration";
import type { TenantTransaction } from "@/server/db/client";

/** What would lead nowhere without a profile, as sentences. */
export async function findDependents(
  tx: TenantTransaction,
  { default_profile, profiles, processors }: ConfigurationDocument,
  name: string,
): Promise<string[]> {
  const keys = await tx.apiKey.findMany({
    where: { defaultProfile: name, revokedAt: null },
    orderBy: { name: "asc" },
    select: { name: true },
  });
  return [
    ...(default_profile === name ? ["It is the organization's default profile."] : []),
    ...Object.entries(processors)
      .filter(([, { llm_profile }]) => llm_profile === name)
      .map(([processor]) => `The processor "${processor}" uses it.`),
    ...Object.entries(profiles)
      .filter(
        ([other, { fallbacks }]) =>
          other !== name && fallbacks.some((next) => "profile" in next && next.profile === name),
      )
      .map(([other]) => `The profile "${other}" falls back to it.`),
    ...keys.map((key) => `The API key "${key.name}" uses it.`),
  ];
}
