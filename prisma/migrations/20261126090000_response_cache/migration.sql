-- What of a tenant's answers is kept, and for how long. Null is the default: the completion endpoint's, for 7 days.
ALTER TABLE "tenants" ADD COLUMN "cache_policy" JSONB;

CREATE TRIGGER "notify_cache_policy" AFTER UPDATE OF "cache_policy"
  ON "tenants" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('id');

CREATE TABLE "llm_response_cache" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "cache_key" VARCHAR(64) NOT NULL,
    "prompt_hash" VARCHAR(64) NOT NULL,
    "provider" TEXT NOT NULL,
    "provider_config_id" UUID NOT NULL,
    "model_name" VARCHAR(255) NOT NULL,
    "processor_id" UUID,
    "template_id" UUID,
    "response" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "tokens" INTEGER NOT NULL,
    "cost_nano_usd" BIGINT NOT NULL,
    "latency_ms" INTEGER NOT NULL,
    "hit_count" INTEGER NOT NULL DEFAULT 0,
    "last_hit_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "llm_response_cache_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "llm_response_cache_cache_key_key" ON "llm_response_cache"("cache_key");
CREATE INDEX "llm_response_cache_expires_at_idx" ON "llm_response_cache"("expires_at");
CREATE INDEX "llm_response_cache_prompt_hash_idx" ON "llm_response_cache"("prompt_hash");
CREATE INDEX "llm_response_cache_tenant_id_created_at_idx" ON "llm_response_cache"("tenant_id", "created_at" DESC);

ALTER TABLE "llm_response_cache" ADD CONSTRAINT "llm_response_cache_tenant_id_fkey"
  FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "llm_response_cache" ADD CONSTRAINT "llm_response_cache_figures_check"
  CHECK ("cost_nano_usd" >= 0 AND "tokens" >= 0 AND "hit_count" >= 0 AND "size_bytes" >= 0);

GRANT SELECT, INSERT, UPDATE, DELETE ON "llm_response_cache" TO sluice_app, sluice_system;
ALTER TABLE "llm_response_cache" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "llm_response_cache" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON "llm_response_cache" TO sluice_app USING (tenant_id = sluice_tenant_id()) WITH CHECK (tenant_id = sluice_tenant_id());
CREATE POLICY system_rows ON "llm_response_cache" TO sluice_system USING (true) WITH CHECK (true);
