-- Named jobs of a tenant, their runs, the texts they send, and every state the configuration has had.
CREATE TABLE "prompt_templates" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "task_type" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "variables" JSONB NOT NULL DEFAULT '[]',
    "model_overrides" JSONB NOT NULL DEFAULT '{}',
    "is_public" BOOLEAN NOT NULL DEFAULT false,
    "created_by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "prompt_templates_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "prompt_templates_tenant_id_name_version_key" ON "prompt_templates"("tenant_id", "name", "version");
CREATE INDEX "prompt_templates_task_type_is_public_idx" ON "prompt_templates"("task_type", "is_public");
ALTER TABLE "prompt_templates" ADD CONSTRAINT "prompt_templates_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "processors" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "task_type" TEXT NOT NULL,
    "template_id" UUID,
    "configuration" JSONB NOT NULL DEFAULT '{}',
    "created_by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "processors_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "processors_tenant_id_name_key" ON "processors"("tenant_id", "name");
ALTER TABLE "processors" ADD CONSTRAINT "processors_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "processors" ADD CONSTRAINT "processors_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "prompt_templates"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "runs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "processor_id" UUID NOT NULL,
    "processor_name" TEXT NOT NULL,
    "template_id" UUID,
    "request_id" UUID,
    "status" TEXT NOT NULL,
    "model_served" TEXT,
    "provider" TEXT,
    "prompt_tokens" INTEGER,
    "completion_tokens" INTEGER,
    "cost_nano_usd" BIGINT,
    "estimate_low_nano_usd" BIGINT,
    "estimate_high_nano_usd" BIGINT,
    "latency_ms" INTEGER,
    "error_code" TEXT,
    "error_message" TEXT,
    "created_by_id" UUID,
    "api_key_id" UUID,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "runs_status_check" CHECK ("status" IN ('running', 'succeeded', 'failed', 'cancelled'))
);
CREATE INDEX "runs_tenant_id_processor_id_started_at_idx" ON "runs"("tenant_id", "processor_id", "started_at" DESC);

CREATE TABLE "config_versions" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "action" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "config_versions_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "config_versions_tenant_id_version_key" ON "config_versions"("tenant_id", "version");
ALTER TABLE "config_versions" ADD CONSTRAINT "config_versions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "api_keys"
  ADD COLUMN "default_profile" TEXT,
  ADD COLUMN "default_processor_id" UUID,
  ADD COLUMN "allowed_models" TEXT[] DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_default_processor_id_fkey" FOREIGN KEY ("default_processor_id") REFERENCES "processors"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The default has to be one that works.
ALTER TABLE "llm_global_settings" ADD CONSTRAINT "llm_global_settings_default_is_active_check" CHECK (NOT "is_default" OR "is_active");

-- ---------------------------------------------------------------------------
-- Who may see what
-- ---------------------------------------------------------------------------
GRANT SELECT, INSERT, UPDATE, DELETE ON "processors", "prompt_templates" TO sluice_app;
GRANT SELECT, INSERT, UPDATE ON "runs" TO sluice_app;
-- Append-only: a state of the configuration is never rewritten.
GRANT SELECT, INSERT ON "config_versions" TO sluice_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "processors", "prompt_templates", "runs", "config_versions" TO sluice_system;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['processors', 'prompt_templates', 'runs', 'config_versions'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_rows ON %I TO sluice_app USING (tenant_id = sluice_tenant_id()) WITH CHECK (tenant_id = sluice_tenant_id())', name);
    EXECUTE format('CREATE POLICY system_rows ON %I TO sluice_system USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;

-- A template that an operator has published may be read by every tenant, and by no one outside a tenant.
CREATE POLICY public_rows ON "prompt_templates" FOR SELECT TO sluice_app USING (is_public AND sluice_tenant_id() IS NOT NULL);

-- ---------------------------------------------------------------------------
-- Every replica hears of it
-- ---------------------------------------------------------------------------
CREATE TRIGGER "notify_config" AFTER INSERT OR DELETE OR UPDATE OF "name", "task_type", "template_id", "configuration"
  ON "processors" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('tenant_id');
CREATE TRIGGER "notify_config_defaults" AFTER UPDATE OF "default_profile", "default_processor_id", "allowed_models"
  ON "api_keys" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('tenant_id');

CREATE FUNCTION "sluice_notify_operator"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('sluice_config', 'operator');
  RETURN NULL;
END $$;
CREATE TRIGGER "notify_operator" AFTER INSERT OR UPDATE OR DELETE
  ON "llm_global_settings" FOR EACH STATEMENT EXECUTE FUNCTION "sluice_notify_operator"();
CREATE TRIGGER "notify_operator" AFTER INSERT OR UPDATE OR DELETE
  ON "system_settings" FOR EACH STATEMENT EXECUTE FUNCTION "sluice_notify_operator"();
