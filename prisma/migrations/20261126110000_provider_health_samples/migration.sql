-- What calls told about provider configs, by quarter of an hour. Written behind, kept for eight days.
CREATE TABLE "provider_health_samples" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "provider_config_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "answered" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "opened" INTEGER NOT NULL DEFAULT 0,
    "latency_counts" INTEGER[] DEFAULT ARRAY[]::INTEGER[],

    CONSTRAINT "provider_health_samples_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "provider_health_samples_provider_config_id_starts_at_key" ON "provider_health_samples"("provider_config_id", "starts_at");
CREATE INDEX "provider_health_samples_tenant_id_starts_at_idx" ON "provider_health_samples"("tenant_id", "starts_at");
CREATE INDEX "provider_health_samples_starts_at_idx" ON "provider_health_samples"("starts_at");
ALTER TABLE "provider_health_samples" ADD CONSTRAINT "provider_health_samples_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "provider_health_samples" ADD CONSTRAINT "provider_health_samples_provider_config_id_fkey" FOREIGN KEY ("provider_config_id") REFERENCES "provider_configs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT ON "provider_health_samples" TO sluice_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "provider_health_samples" TO sluice_system;
ALTER TABLE "provider_health_samples" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "provider_health_samples" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON "provider_health_samples" TO sluice_app USING (tenant_id = sluice_tenant_id()) WITH CHECK (tenant_id = sluice_tenant_id());
CREATE POLICY system_rows ON "provider_health_samples" TO sluice_system USING (true) WITH CHECK (true);
