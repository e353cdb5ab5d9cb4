-- An id like every row of a tenant has; still one policy a tenant.
ALTER TABLE "routing_policies" DROP CONSTRAINT "routing_policies_pkey";
ALTER TABLE "routing_policies" ADD COLUMN "id" UUID NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE "routing_policies" ALTER COLUMN "id" DROP DEFAULT;
ALTER TABLE "routing_policies" ADD CONSTRAINT "routing_policies_pkey" PRIMARY KEY ("id");
CREATE UNIQUE INDEX "routing_policies_tenant_id_key" ON "routing_policies"("tenant_id");
