import { PERMISSIONS, type Permission } from "@/lib/contracts/permissions";
import type { Messages } from "@/lib/i18n/messages";

type TextKey = keyof Messages["members"]["permissions"];

/** Message keys can't hold the dot that names of permissions do. */
export const PERMISSION_TEXTS = {
  "overview.read": "overview_read",
  "providers.read": "providers_read",
  "providers.write": "providers_write",
  "models.read": "models_read",
  "models.write": "models_write",
  "model_settings.write": "model_settings_write",
  "configuration.read": "configuration_read",
  "configuration.write": "configuration_write",
  "processors.write": "processors_write",
  "templates.read": "templates_read",
  "templates.write": "templates_write",
  "api_keys.read": "api_keys_read",
  "api_keys.write": "api_keys_write",
  "limits.read": "limits_read",
  "limits.write": "limits_write",
  "members.read": "members_read",
  "members.write": "members_write",
  "usage.read": "usage_read",
  "requests.read": "requests_read",
  "alerts.read": "alerts_read",
  "alerts.acknowledge": "alerts_acknowledge",
  "alerts.write": "alerts_write",
  "invoices.write": "invoices_write",
  "routing.read": "routing_read",
  "routing.write": "routing_write",
  "cache.read": "cache_read",
  "cache.write": "cache_write",
  "gateway.call": "gateway_call",
  "tenant.write": "tenant_write",
  "budgets.read": "budgets_read",
  "budgets.write": "budgets_write",
  "audit.read": "audit_read",
} as const satisfies Record<Permission, TextKey>;

const isPermission = (name: string): name is Permission => Object.hasOwn(PERMISSIONS, name);

/** Every permission, in the order of the table of authority. */
export const LISTED: Permission[] = Object.keys(PERMISSIONS).filter(isPermission);
