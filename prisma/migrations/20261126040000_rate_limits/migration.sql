-- CreateEnum
CREATE TYPE "RateLimitScope" AS ENUM ('tenant', 'api_key', 'processor', 'model');

-- CreateTable
CREATE TABLE "rate_limits" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "scope_kind" "RateLimitScope" NOT NULL,
    "scope_id" TEXT NOT NULL,
    "requests_per_minute" INTEGER,
    "requests_per_hour" INTEGER,
    "tokens_per_minute" INTEGER,
    "tokens_per_hour" INTEGER,
    "max_parallel_requests" INTEGER,
    "queue_ms" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "rate_limits_tenant_id_scope_kind_scope_id_key" ON "rate_limits"("tenant_id", "scope_kind", "scope_id");

-- AddForeignKey
ALTER TABLE "rate_limits" ADD CONSTRAINT "rate_limits_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A limit of nothing would be a switch; whoever wants one disables the key, the model or the provider.
ALTER TABLE "rate_limits" ADD CONSTRAINT "rate_limits_positive_check" CHECK (
  "requests_per_minute" >= 1 AND "requests_per_hour" >= 1 AND "tokens_per_minute" >= 1 AND "tokens_per_hour" >= 1
  AND "max_parallel_requests" >= 1 AND "queue_ms" >= 0);

GRANT SELECT, INSERT, UPDATE, DELETE ON "rate_limits" TO sluice_app, sluice_system;
ALTER TABLE "rate_limits" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "rate_limits" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON "rate_limits" TO sluice_app USING (tenant_id = sluice_tenant_id()) WITH CHECK (tenant_id = sluice_tenant_id());
CREATE POLICY system_rows ON "rate_limits" TO sluice_system USING (true) WITH CHECK (true);

CREATE TRIGGER "notify_config" AFTER INSERT OR UPDATE OR DELETE
  ON "rate_limits" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('tenant_id');
