-- Prices with tiers, currencies, minimums and effective dates; what is known beyond dollars by unit stands beside them.
ALTER TABLE "llm_models" ADD COLUMN "price_details" JSONB;
ALTER TABLE "tenant_models" ADD COLUMN "price_details" JSONB, ADD COLUMN "refused_price" JSONB;
ALTER TABLE "llm_attempts" ADD COLUMN "service_tier" TEXT;
ALTER TABLE "llm_attempts" ADD CONSTRAINT "llm_attempts_service_tier_check"
  CHECK ("service_tier" IN ('standard', 'batch', 'flex', 'priority', 'other'));
ALTER TABLE "jobs" ADD COLUMN "params" JSONB;

ALTER TABLE "tenants" ADD COLUMN "unpriced_policy" TEXT NOT NULL DEFAULT 'warn';
ALTER TABLE "tenants" ADD CONSTRAINT "tenants_unpriced_policy_check" CHECK ("unpriced_policy" IN ('block', 'warn', 'estimate'));

CREATE TABLE "price_overrides" (
  "id" UUID NOT NULL,
  "tenant_id" UUID NOT NULL,
  "provider_config_id" UUID NOT NULL,
  "model_id" TEXT NOT NULL,
  "document" JSONB NOT NULL,
  "effective_from" TIMESTAMPTZ(6) NOT NULL,
  "effective_to" TIMESTAMPTZ(6),
  "note" TEXT NOT NULL DEFAULT '',
  "created_by_id" UUID,
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "price_overrides_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "price_overrides_dates_check" CHECK ("effective_to" IS NULL OR "effective_to" >= "effective_from")
);
CREATE UNIQUE INDEX "price_overrides_provider_config_id_model_id_effective_from_key"
  ON "price_overrides" ("provider_config_id", "model_id", "effective_from");
CREATE INDEX "price_overrides_tenant_id_idx" ON "price_overrides" ("tenant_id");
ALTER TABLE "price_overrides" ADD CONSTRAINT "price_overrides_tenant_id_fkey"
  FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "price_overrides" ADD CONSTRAINT "price_overrides_provider_config_id_fkey"
  FOREIGN KEY ("provider_config_id") REFERENCES "provider_configs" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "currency_rates" (
  "id" UUID NOT NULL,
  "currency" TEXT NOT NULL,
  "as_of" DATE NOT NULL,
  "usd_per_unit" DECIMAL(18,9) NOT NULL,
  "source" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "currency_rates_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "currency_rates_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$' AND "currency" <> 'USD'),
  CONSTRAINT "currency_rates_usd_check" CHECK ("usd_per_unit" > 0)
);
CREATE UNIQUE INDEX "currency_rates_currency_as_of_key" ON "currency_rates" ("currency", "as_of");

-- Prices that tenants set before they had dates hold from the beginning.
INSERT INTO "price_overrides" ("id", "tenant_id", "provider_config_id", "model_id", "document", "effective_from")
SELECT gen_random_uuid(), "tenant_id", "provider_config_id", "model_id",
  jsonb_build_object('currency', 'USD', 'unitsPerMillion', "prices_per_million", 'tiers', '[]'::jsonb, 'minimumUnits', '{}'::jsonb), 'epoch'
FROM "tenant_models" WHERE "price_source" = 'tenant override' AND jsonb_typeof("prices_per_million") = 'object';

GRANT SELECT, INSERT, UPDATE, DELETE ON "price_overrides", "currency_rates" TO sluice_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON "price_overrides" TO sluice_app;
GRANT SELECT ON "currency_rates" TO sluice_app;
-- Charging again at a price known by now changes what a row cost, and nothing else of it.
GRANT UPDATE ("is_priced", "price", "input_cost_nano_usd", "output_cost_nano_usd", "cost_nano_usd") ON "llm_attempts" TO sluice_app;
GRANT UPDATE ("is_priced", "input_cost_nano_usd", "output_cost_nano_usd", "cost_nano_usd") ON "llm_requests" TO sluice_app;

ALTER TABLE "price_overrides" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "price_overrides" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON "price_overrides" TO sluice_app USING (tenant_id = sluice_tenant_id()) WITH CHECK (tenant_id = sluice_tenant_id());
CREATE POLICY system_rows ON "price_overrides" TO sluice_system USING (true) WITH CHECK (true);

CREATE TRIGGER "notify_config" AFTER INSERT OR UPDATE OR DELETE
  ON "price_overrides" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('tenant_id');
CREATE TRIGGER "notify_unpriced_policy" AFTER UPDATE OF "unpriced_policy"
  ON "tenants" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('id');

-- Provider-wide prices and rates of exchange concern every tenant.
CREATE FUNCTION "sluice_notify_every_tenant"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('sluice_config', t.id::text) FROM "tenants" t;
  RETURN NULL;
END $$;
CREATE TRIGGER "notify_config" AFTER INSERT OR UPDATE OR DELETE
  ON "pricing_infos" FOR EACH STATEMENT EXECUTE FUNCTION "sluice_notify_every_tenant"();
CREATE TRIGGER "notify_config" AFTER INSERT OR UPDATE OR DELETE
  ON "currency_rates" FOR EACH STATEMENT EXECUTE FUNCTION "sluice_notify_every_tenant"();
