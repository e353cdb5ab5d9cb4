import { createTenantInput, tenantView, updateTenantInput } from "@/lib/contracts/tenant";
import { createTenant } from "@/server/services/tenants/create-tenant";
import { updateTenant } from "@/server/services/tenants/update-tenant";
import { operatorProcedure, router, tenantProcedure } from "@/server/trpc/procedures";

export const tenantsRouter = router({
  create: operatorProcedure
    .input(createTenantInput)
    .output(tenantView)
    .mutation(({ ctx, input }) => createTenant(ctx, input)),
  update: tenantProcedure("tenant.write")
    .input(updateTenantInput)
    .output(tenantView)
    .mutation(({ ctx, input }) => updateTenant(ctx, input)),
});
