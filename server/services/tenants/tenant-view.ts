import type { TenantView } from "@/lib/contracts/tenant";

export function toTenantView({ id, name, slug, timeZone, createdAt }: TenantView): TenantView {
  return { id, name, slug, timeZone, createdAt };
}
