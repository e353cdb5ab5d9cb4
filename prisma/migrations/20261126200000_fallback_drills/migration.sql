-- Rehearsals of an outage: calls with one key meet a fault where the target would have been called.
CREATE TABLE "fallback_drills" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "profile" TEXT,
    "provider_config_id" UUID,
    "model" TEXT,
    "fault" TEXT NOT NULL,
    "retry_after_seconds" INTEGER,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    "stopped_at" TIMESTAMPTZ(6),
    "started_by" TEXT NOT NULL,

    CONSTRAINT "fallback_drills_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "fallback_drills_tenant_id_started_at_idx" ON "fallback_drills"("tenant_id", "started_at" DESC);
ALTER TABLE "fallback_drills" ADD CONSTRAINT "fallback_drills_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Values that may not be. None outlasts an hour, whoever wrote it.
ALTER TABLE "fallback_drills" ADD CONSTRAINT "fallback_drills_target_check"
  CHECK (("profile" IS NULL) <> ("provider_config_id" IS NULL) AND ("model" IS NULL OR "provider_config_id" IS NOT NULL));
ALTER TABLE "fallback_drills" ADD CONSTRAINT "fallback_drills_time_check"
  CHECK ("ends_at" > "started_at" AND "ends_at" <= "started_at" + interval '1 hour' AND "stopped_at" >= "started_at");

-- Which of the attempts were put on.
ALTER TABLE "llm_attempts" ADD COLUMN "drill_id" UUID;

GRANT SELECT, INSERT, UPDATE ON "fallback_drills" TO sluice_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "fallback_drills" TO sluice_system;
ALTER TABLE "fallback_drills" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "fallback_drills" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON "fallback_drills" TO sluice_app USING (tenant_id = sluice_tenant_id()) WITH CHECK (tenant_id = sluice_tenant_id());
CREATE POLICY system_rows ON "fallback_drills" TO sluice_system USING (true) WITH CHECK (true);

CREATE TRIGGER "notify_config" AFTER INSERT OR UPDATE OR DELETE
  ON "fallback_drills" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('tenant_id');
