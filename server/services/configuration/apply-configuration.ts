import type { ConfigurationDocument, ConfigurationPlan } from "@/lib/contracts/configuration";
import type { ServiceContext } from "@/server/services/service-context";
import { type ChangeRequest, changeConfiguration, planConfiguration } from "./change-configuration";
import { readDocument } from "./read-document";

type Context = Pick<ServiceContext, "database" | "actor">;

/** What a document would change and what speaks against it; nothing is stored. */
export async function planDocument(context: Context, text: string): Promise<ConfigurationPlan> {
  return planConfiguration(context, towards(readDocument(text)));
}

/** Makes the configuration what the document says: profiles and processors that it leaves out go. All of it or nothing. */
export async function applyDocument(context: Context, text: string): Promise<ConfigurationPlan> {
  const change = towards(readDocument(text));
  return changeConfiguration(context, { action: "config.apply", targetName: null, change });
}

/** A default that the document does not name stays. */
const towards =
  (wanted: ConfigurationDocument): ChangeRequest["change"] =>
  (current) => ({ ...wanted, defaults: { ...current.defaults, ...wanted.defaults } });
