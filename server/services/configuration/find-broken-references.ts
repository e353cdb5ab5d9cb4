import type { ConfigurationDocument, ConfigurationFault } from "@/lib/contracts/configuration";
import type { TenantTransaction } from "@/server/db/client";

/** API keys whose default profile or processor a change would take away. */
export async function findBrokenReferences(
  tx: TenantTransaction,
  before: ConfigurationDocument,
  after: ConfigurationDocument,
): Promise<ConfigurationFault[]> {
  const gone = (kind: "profiles" | "processors") =>
    Object.keys(before[kind]).filter((name) => !Object.hasOwn(after[kind], name));
  const profiles = gone("profiles");
  const processors = gone("processors");
  if (profiles.length + processors.length === 0) return [];
  const keys = await tx.apiKey.findMany({
    where: {
      revokedAt: null,
      OR: [{ defaultProfile: { in: profiles } }, { defaultProcessor: { name: { in: processors } } }],
    },
    select: { name: true, defaultProfile: true, defaultProcessor: { select: { name: true } } },
  });
  return keys.map(({ name, defaultProfile, defaultProcessor }) => ({
    path:
      defaultProfile !== null && profiles.includes(defaultProfile)
        ? `profiles.${defaultProfile}`
        : `processors.${defaultProcessor?.name}`,
    reason: `The API key "${name}" uses it. Give the key another default first.`,
  }));
}
