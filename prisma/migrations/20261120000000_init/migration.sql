-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('owner', 'admin', 'developer', 'viewer');

-- CreateEnum
CREATE TYPE "LlmModelStatus" AS ENUM ('ACTIVE', 'DEPRECATED');

-- CreateEnum
CREATE TYPE "HealthStatus" AS ENUM ('healthy', 'degraded', 'unhealthy', 'unknown');

-- CreateEnum
CREATE TYPE "JobStatus" AS ENUM ('queued', 'running', 'succeeded', 'failed', 'cancelled');

-- CreateTable
CREATE TABLE "tenants" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "llm_configuration" JSONB,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "is_operator" BOOLEAN NOT NULL DEFAULT false,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "public_id" TEXT NOT NULL,
    "secret_hmac" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "role" "Role" NOT NULL DEFAULT 'developer',
    "created_by_id" UUID,
    "expires_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),
    "last_used_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant_data_keys" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "wrapped_key" TEXT NOT NULL,
    "root_key_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_data_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_logs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_id" TEXT,
    "target_name" TEXT,
    "changes" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_logs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "llm_providers" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "website" TEXT NOT NULL DEFAULT '',
    "endpoint" TEXT NOT NULL DEFAULT '',
    "max_parallel_requests" INTEGER NOT NULL DEFAULT 1,
    "requests_per_minute" INTEGER NOT NULL DEFAULT 60,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "llm_providers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "llm_models" (
    "id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "version" TEXT NOT NULL DEFAULT '',
    "architecture" TEXT NOT NULL DEFAULT '',
    "type" TEXT NOT NULL DEFAULT 'llm',
    "context_window" INTEGER,
    "max_input_tokens" INTEGER,
    "max_output_tokens" INTEGER,
    "supports_streaming" BOOLEAN NOT NULL DEFAULT true,
    "supports_reasoning" BOOLEAN NOT NULL DEFAULT false,
    "supports_function_calling" BOOLEAN NOT NULL DEFAULT false,
    "supports_vision" BOOLEAN NOT NULL DEFAULT false,
    "cost_input_per_million" DECIMAL(16,6),
    "cost_output_per_million" DECIMAL(16,6),
    "unit_prices_per_million" JSONB NOT NULL DEFAULT '{}',
    "source" TEXT NOT NULL DEFAULT '',
    "source_date" DATE,
    "avg_latency_ms" INTEGER,
    "tokens_per_second" INTEGER,
    "best_for" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "status" "LlmModelStatus" NOT NULL DEFAULT 'ACTIVE',
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "llm_models_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pricing_infos" (
    "provider_id" TEXT NOT NULL,
    "input_price_per_token" DECIMAL(20,12) NOT NULL,
    "output_price_per_token" DECIMAL(20,12) NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "last_updated" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "pricing_infos_pkey" PRIMARY KEY ("provider_id")
);

-- CreateTable
CREATE TABLE "limits_infos" (
    "provider_id" TEXT NOT NULL,
    "requests_per_minute" INTEGER,
    "requests_per_hour" INTEGER,
    "tokens_per_minute" INTEGER,
    "tokens_per_hour" INTEGER,
    "last_updated" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "limits_infos_pkey" PRIMARY KEY ("provider_id")
);

-- CreateTable
CREATE TABLE "llm_global_settings" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "model_name" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "model_category" TEXT,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "configuration" JSONB NOT NULL DEFAULT '{}',
    "capabilities" JSONB NOT NULL DEFAULT '{}',
    "cost_per_million_input_tokens" DECIMAL(16,6),
    "cost_per_million_output_tokens" DECIMAL(16,6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "llm_global_settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "system_settings" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "system_settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_configs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "encrypted_config" TEXT NOT NULL,
    "public_config" JSONB NOT NULL DEFAULT '{}',
    "is_valid" BOOLEAN NOT NULL DEFAULT false,
    "last_validated_at" TIMESTAMPTZ(6),
    "last_verification" JSONB,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "priority" INTEGER NOT NULL DEFAULT 100,
    "health_status" "HealthStatus" NOT NULL DEFAULT 'unknown',
    "consecutive_failures" INTEGER NOT NULL DEFAULT 0,
    "last_health_check_at" TIMESTAMPTZ(6),
    "requests_per_minute" INTEGER,
    "requests_per_hour" INTEGER,
    "tokens_per_minute" INTEGER,
    "tokens_per_hour" INTEGER,
    "max_parallel_requests" INTEGER,
    "last_synced_at" TIMESTAMPTZ(6),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "provider_configs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant_models" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "provider_config_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT false,
    "context_window" INTEGER,
    "max_output_tokens" INTEGER,
    "supports_streaming" BOOLEAN NOT NULL DEFAULT true,
    "supports_reasoning" BOOLEAN NOT NULL DEFAULT false,
    "supports_function_calling" BOOLEAN NOT NULL DEFAULT false,
    "supports_vision" BOOLEAN NOT NULL DEFAULT false,
    "prices_per_million" JSONB,
    "price_source" TEXT,
    "best_for" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "is_deprecated" BOOLEAN NOT NULL DEFAULT false,
    "gone_since" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "tenant_models_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant_model_settings" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "model_type" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "provider_config_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "tenant_model_settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "jobs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "target_id" TEXT,
    "target_name" TEXT,
    "status" "JobStatus" NOT NULL DEFAULT 'queued',
    "progress_done" INTEGER NOT NULL DEFAULT 0,
    "progress_total" INTEGER,
    "current_item" TEXT,
    "result" JSONB,
    "error_code" TEXT,
    "error_message" TEXT,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "heartbeat_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "llm_requests" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "api_key_id" UUID,
    "user_id" UUID,
    "source" TEXT NOT NULL,
    "task_type" TEXT,
    "model_type" TEXT NOT NULL,
    "model_requested" TEXT NOT NULL,
    "model_served" TEXT,
    "provider" TEXT,
    "provider_config_id" UUID,
    "is_stream" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "error_code" TEXT,
    "error_message" TEXT,
    "attempt_count" INTEGER NOT NULL,
    "prompt_tokens" INTEGER NOT NULL,
    "completion_tokens" INTEGER NOT NULL,
    "total_tokens" INTEGER NOT NULL,
    "usage" JSONB NOT NULL,
    "is_usage_estimated" BOOLEAN NOT NULL,
    "is_priced" BOOLEAN NOT NULL,
    "input_cost_nano_usd" BIGINT NOT NULL,
    "output_cost_nano_usd" BIGINT NOT NULL,
    "cost_nano_usd" BIGINT NOT NULL,
    "latency_ms" INTEGER NOT NULL,
    "time_to_first_token_ms" INTEGER,
    "cache_hit" BOOLEAN NOT NULL DEFAULT false,
    "warnings" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "route" JSONB NOT NULL DEFAULT '{}',
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "completed_at" TIMESTAMPTZ(6),

    CONSTRAINT "llm_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "llm_attempts" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "provider_config_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "model_type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "error_code" TEXT,
    "error_message" TEXT,
    "upstream_status" INTEGER,
    "usage" JSONB NOT NULL,
    "is_usage_estimated" BOOLEAN NOT NULL,
    "is_priced" BOOLEAN NOT NULL,
    "price" JSONB,
    "input_cost_nano_usd" BIGINT NOT NULL,
    "output_cost_nano_usd" BIGINT NOT NULL,
    "cost_nano_usd" BIGINT NOT NULL,
    "provider_cost_nano_usd" BIGINT,
    "latency_ms" INTEGER NOT NULL,
    "time_to_first_token_ms" INTEGER,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "completed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "llm_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tenants_slug_key" ON "tenants"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "memberships_tenant_id_user_id_key" ON "memberships"("tenant_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_public_id_key" ON "api_keys"("public_id");

-- CreateIndex
CREATE INDEX "api_keys_tenant_id_created_at_idx" ON "api_keys"("tenant_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_data_keys_tenant_id_version_key" ON "tenant_data_keys"("tenant_id", "version");

-- CreateIndex
CREATE INDEX "audit_logs_tenant_id_created_at_idx" ON "audit_logs"("tenant_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "llm_providers_name_key" ON "llm_providers"("name");

-- CreateIndex
CREATE INDEX "llm_models_provider_id_idx" ON "llm_models"("provider_id");

-- CreateIndex
CREATE INDEX "llm_models_status_idx" ON "llm_models"("status");

-- CreateIndex
CREATE UNIQUE INDEX "llm_models_provider_id_model_id_key" ON "llm_models"("provider_id", "model_id");

-- CreateIndex
CREATE UNIQUE INDEX "system_settings_key_key" ON "system_settings"("key");

-- CreateIndex
CREATE INDEX "provider_configs_tenant_id_is_enabled_idx" ON "provider_configs"("tenant_id", "is_enabled");

-- CreateIndex
CREATE UNIQUE INDEX "provider_configs_tenant_id_name_key" ON "provider_configs"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "tenant_models_tenant_id_type_is_enabled_idx" ON "tenant_models"("tenant_id", "type", "is_enabled");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_models_provider_config_id_model_id_key" ON "tenant_models"("provider_config_id", "model_id");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_model_settings_tenant_id_model_type_key" ON "tenant_model_settings"("tenant_id", "model_type");

-- CreateIndex
CREATE INDEX "jobs_tenant_id_created_at_idx" ON "jobs"("tenant_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "jobs_status_idx" ON "jobs"("status");

-- CreateIndex
CREATE INDEX "llm_requests_tenant_id_requested_at_id_idx" ON "llm_requests"("tenant_id", "requested_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "llm_requests_tenant_id_status_requested_at_idx" ON "llm_requests"("tenant_id", "status", "requested_at" DESC);

-- CreateIndex
CREATE INDEX "llm_attempts_request_id_idx" ON "llm_attempts"("request_id");

-- CreateIndex
CREATE INDEX "llm_attempts_tenant_id_started_at_idx" ON "llm_attempts"("tenant_id", "started_at" DESC);

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant_data_keys" ADD CONSTRAINT "tenant_data_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "llm_models" ADD CONSTRAINT "llm_models_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "llm_providers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pricing_infos" ADD CONSTRAINT "pricing_infos_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "llm_providers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "limits_infos" ADD CONSTRAINT "limits_infos_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "llm_providers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provider_configs" ADD CONSTRAINT "provider_configs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant_models" ADD CONSTRAINT "tenant_models_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant_models" ADD CONSTRAINT "tenant_models_provider_config_id_fkey" FOREIGN KEY ("provider_config_id") REFERENCES "provider_configs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant_model_settings" ADD CONSTRAINT "tenant_model_settings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant_model_settings" ADD CONSTRAINT "tenant_model_settings_provider_config_id_fkey" FOREIGN KEY ("provider_config_id") REFERENCES "provider_configs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- ---------------------------------------------------------------------------
-- At most one default of each kind
-- ---------------------------------------------------------------------------
CREATE UNIQUE INDEX "llm_providers_one_default" ON "llm_providers" ("is_default") WHERE "is_default";
CREATE UNIQUE INDEX "llm_models_one_default_per_provider" ON "llm_models" ("provider_id") WHERE "is_default";
CREATE UNIQUE INDEX "llm_global_settings_one_default" ON "llm_global_settings" ("is_default") WHERE "is_default";
CREATE UNIQUE INDEX "provider_configs_one_default_per_tenant" ON "provider_configs" ("tenant_id") WHERE "is_default";

-- ---------------------------------------------------------------------------
-- Values that may not be
-- ---------------------------------------------------------------------------
ALTER TABLE "llm_providers" ADD CONSTRAINT "llm_providers_limits_check"
  CHECK ("max_parallel_requests" > 0 AND "requests_per_minute" > 0);
ALTER TABLE "llm_models" ADD CONSTRAINT "llm_models_prices_check"
  CHECK ("cost_input_per_million" >= 0 AND "cost_output_per_million" >= 0);
ALTER TABLE "llm_models" ADD CONSTRAINT "llm_models_tokens_check"
  CHECK ("context_window" > 0 AND "max_input_tokens" > 0 AND "max_output_tokens" > 0);
ALTER TABLE "llm_models" ADD CONSTRAINT "llm_models_type_check"
  CHECK ("type" IN ('llm', 'text_embedding', 'rerank', 'tts', 'speech_to_text'));
ALTER TABLE "pricing_infos" ADD CONSTRAINT "pricing_infos_prices_check"
  CHECK ("input_price_per_token" >= 0 AND "output_price_per_token" >= 0);
ALTER TABLE "limits_infos" ADD CONSTRAINT "limits_infos_positive_check"
  CHECK ("requests_per_minute" > 0 AND "requests_per_hour" > 0 AND "tokens_per_minute" > 0 AND "tokens_per_hour" > 0);
ALTER TABLE "llm_global_settings" ADD CONSTRAINT "llm_global_settings_category_check"
  CHECK ("model_category" IN ('fast', 'balanced', 'powerful', 'specialized'));
ALTER TABLE "tenant_models" ADD CONSTRAINT "tenant_models_type_check"
  CHECK ("type" IN ('llm', 'text_embedding', 'rerank', 'tts', 'speech_to_text'));
ALTER TABLE "tenant_model_settings" ADD CONSTRAINT "tenant_model_settings_type_check"
  CHECK ("model_type" IN ('llm', 'text_embedding', 'rerank', 'tts', 'speech_to_text'));
ALTER TABLE "llm_requests" ADD CONSTRAINT "llm_requests_status_check"
  CHECK ("status" IN ('success', 'error', 'timeout', 'aborted', 'interrupted'));
ALTER TABLE "llm_requests" ADD CONSTRAINT "llm_requests_cost_check"
  CHECK ("cost_nano_usd" >= 0 AND "input_cost_nano_usd" >= 0 AND "output_cost_nano_usd" >= 0);
ALTER TABLE "llm_attempts" ADD CONSTRAINT "llm_attempts_status_check"
  CHECK ("status" IN ('success', 'error', 'timeout', 'aborted', 'interrupted'));
ALTER TABLE "llm_attempts" ADD CONSTRAINT "llm_attempts_cost_check"
  CHECK ("cost_nano_usd" >= 0 AND "input_cost_nano_usd" >= 0 AND "output_cost_nano_usd" >= 0);
ALTER TABLE "users" ADD CONSTRAINT "users_email_lower_check" CHECK ("email" = lower("email"));

-- ---------------------------------------------------------------------------
-- Two roles, neither an owner, neither past row level security: sluice_app acts for one tenant at a time,
-- sluice_system for Sluice itself (sign-in, snapshot, ledger). The login that Sluice is given becomes one or the other.
-- ---------------------------------------------------------------------------
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['sluice_app', 'sluice_system'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- Roles belong to the cluster: another database, or an operator, made it before.
    END;
    BEGIN
      -- Since Postgres 16 whoever makes a role is its member without the right to become it, so it is granted in any case.
      EXECUTE format('GRANT %I TO %I', name, current_user);
    EXCEPTION WHEN insufficient_privilege THEN
      NULL; -- Made and granted beforehand by somebody else; if not, the first connection says so.
    END;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO sluice_app, sluice_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO sluice_system;
DO $$ BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE ALL ON "_prisma_migrations" FROM sluice_system;
  END IF;
END $$;
REVOKE UPDATE, DELETE ON "audit_logs" FROM sluice_system;

-- The catalog is the operator's: everybody reads it, nobody writes it on a tenant's behalf.
GRANT SELECT ON "llm_providers", "llm_models", "pricing_infos", "limits_infos", "llm_global_settings", "system_settings" TO sluice_app;
-- A tenant's own.
GRANT SELECT, INSERT, UPDATE, DELETE ON "memberships", "api_keys", "provider_configs", "tenant_models", "tenant_model_settings", "jobs" TO sluice_app;
GRANT SELECT, UPDATE ON "tenants" TO sluice_app;
GRANT SELECT, INSERT ON "audit_logs" TO sluice_app;
-- Metering is written by the ledger alone.
GRANT SELECT ON "llm_requests", "llm_attempts" TO sluice_app;
-- Names of fellow members, never their password hashes.
GRANT SELECT ("id", "email", "name", "created_at") ON "users" TO sluice_app;

-- ---------------------------------------------------------------------------
-- Row level security: without app.tenant_id there are no rows
-- ---------------------------------------------------------------------------
CREATE FUNCTION "sluice_tenant_id"() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['memberships', 'api_keys', 'tenant_data_keys', 'audit_logs', 'provider_configs', 'tenant_models',
                              'tenant_model_settings', 'jobs', 'llm_requests', 'llm_attempts'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_rows ON %I TO sluice_app USING (tenant_id = sluice_tenant_id()) WITH CHECK (tenant_id = sluice_tenant_id())', name);
    EXECUTE format('CREATE POLICY system_rows ON %I TO sluice_system USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;

ALTER TABLE "tenants" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenants" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON "tenants" TO sluice_app USING (id = sluice_tenant_id()) WITH CHECK (id = sluice_tenant_id());
CREATE POLICY system_rows ON "tenants" TO sluice_system USING (true) WITH CHECK (true);

ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "users" FORCE ROW LEVEL SECURITY;
CREATE POLICY member_rows ON "users" FOR SELECT TO sluice_app
  USING (EXISTS (SELECT 1 FROM "memberships" m WHERE m.user_id = users.id AND m.tenant_id = sluice_tenant_id()));
CREATE POLICY system_rows ON "users" TO sluice_system USING (true) WITH CHECK (true);

-- ---------------------------------------------------------------------------
-- Every replica hears of a changed configuration. Columns that only record activity stay out of it.
-- ---------------------------------------------------------------------------
CREATE FUNCTION "sluice_notify_config"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('sluice_config', coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> TG_ARGV[0]);
  RETURN NULL;
END $$;

CREATE TRIGGER "notify_config" AFTER INSERT OR DELETE OR UPDATE OF "name", "slug", "llm_configuration", "time_zone"
  ON "tenants" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('id');
CREATE TRIGGER "notify_config" AFTER INSERT OR DELETE OR UPDATE OF "name", "role", "expires_at", "revoked_at"
  ON "api_keys" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('tenant_id');
CREATE TRIGGER "notify_config" AFTER INSERT OR DELETE OR UPDATE OF "provider", "name", "encrypted_config", "is_valid", "is_enabled", "is_default", "priority",
  "requests_per_minute", "requests_per_hour", "tokens_per_minute", "tokens_per_hour", "max_parallel_requests"
  ON "provider_configs" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('tenant_id');
CREATE TRIGGER "notify_config" AFTER INSERT OR UPDATE OR DELETE
  ON "tenant_models" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('tenant_id');
CREATE TRIGGER "notify_config" AFTER INSERT OR UPDATE OR DELETE
  ON "tenant_model_settings" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('tenant_id');
