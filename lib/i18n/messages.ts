import { alerts as enAlerts } from "./en/alerts";
import { apiKeys as enApiKeys } from "./en/api-keys";
import { budgets as enBudgets } from "./en/budgets";
import { cache as enCache } from "./en/cache";
import { configuration as enConfiguration } from "./en/configuration";
import { drills as enDrills } from "./en/drills";
import { globalModels as enGlobalModels } from "./en/global-models";
import { identity as enIdentity } from "./en/identity";
import { invoices as enInvoices } from "./en/invoices";
import { limits as enLimits } from "./en/limits";
import { members as enMembers } from "./en/members";
import { models as enModels } from "./en/models";
import { overview as enOverview } from "./en/overview";
import { playground as enPlayground } from "./en/playground";
import { prices as enPrices } from "./en/prices";
import { providers as enProviders } from "./en/providers";
import { requests as enRequests } from "./en/requests";
import { routing as enRouting } from "./en/routing";
import { settings as enSettings } from "./en/settings";
import { shell as enShell } from "./en/shell";
import { states as enStates } from "./en/states";
import { templates as enTemplates } from "./en/templates";
import { usage as enUsage } from "./en/usage";
import type { Locale } from "./locale";
import { alerts as zhAlerts } from "./zh/alerts";
import { apiKeys as zhApiKeys } from "./zh/api-keys";
import { budgets as zhBudgets } from "./zh/budgets";
import { cache as zhCache } from "./zh/cache";
import { configuration as zhConfiguration } from "./zh/configuration";
import { drills as zhDrills } from "./zh/drills";
import { globalModels as zhGlobalModels } from "./zh/global-models";
import { identity as zhIdentity } from "./zh/identity";
import { invoices as zhInvoices } from "./zh/invoices";
import { limits as zhLimits } from "./zh/limits";
import { members as zhMembers } from "./zh/members";
import { models as zhModels } from "./zh/models";
import { overview as zhOverview } from "./zh/overview";
import { playground as zhPlayground } from "./zh/playground";
import { prices as zhPrices } from "./zh/prices";
import { providers as zhProviders } from "./zh/providers";
import { requests as zhRequests } from "./zh/requests";
import { routing as zhRouting } from "./zh/routing";
import { settings as zhSettings } from "./zh/settings";
import { shell as zhShell } from "./zh/shell";
import { states as zhStates } from "./zh/states";
import { templates as zhTemplates } from "./zh/templates";
import { usage as zhUsage } from "./zh/usage";

const en = {
  alerts: enAlerts,
  apiKeys: enApiKeys,
  budgets: enBudgets,
  cache: enCache,
  configuration: enConfiguration,
  drills: enDrills,
  globalModels: enGlobalModels,
  identity: enIdentity,
  invoices: enInvoices,
  limits: enLimits,
  members: enMembers,
  models: enModels,
  overview: enOverview,
  playground: enPlayground,
  prices: enPrices,
  providers: enProviders,
  requests: enRequests,
  routing: enRouting,
  settings: enSettings,
  shell: enShell,
  states: enStates,
  templates: enTemplates,
  usage: enUsage,
};

/** Everything the console says, by namespace. English is the type that the other languages must meet. */
export type Messages = typeof en;

const zh: Messages = {
  alerts: zhAlerts,
  apiKeys: zhApiKeys,
  budgets: zhBudgets,
  cache: zhCache,
  configuration: zhConfiguration,
  drills: zhDrills,
  globalModels: zhGlobalModels,
  identity: zhIdentity,
  invoices: zhInvoices,
  limits: zhLimits,
  members: zhMembers,
  models: zhModels,
  overview: zhOverview,
  playground: zhPlayground,
  prices: zhPrices,
  providers: zhProviders,
  requests: zhRequests,
  routing: zhRouting,
  settings: zhSettings,
  shell: zhShell,
  states: zhStates,
  templates: zhTemplates,
  usage: zhUsage,
};

export const MESSAGES: Record<Locale, Messages> = { en, zh };
