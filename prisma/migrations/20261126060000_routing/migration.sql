-- How a tenant's calls choose among what their target allows; which routes must hold; and past requests routed again.
CREATE TABLE "routing_policies" (
    "tenant_id" UUID NOT NULL,
    "policy" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "routing_policies_pkey" PRIMARY KEY ("tenant_id")
);
ALTER TABLE "routing_policies" ADD CONSTRAINT "routing_policies_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "route_tests" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "question" JSONB NOT NULL,
    "expected" JSONB NOT NULL,
    "last_result" JSONB,
    "last_run_at" TIMESTAMPTZ(6),
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "route_tests_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "route_tests_tenant_id_name_key" ON "route_tests"("tenant_id", "name");
ALTER TABLE "route_tests" ADD CONSTRAINT "route_tests_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "routing_replays" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "result" JSONB,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "routing_replays_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "routing_replays_tenant_id_created_at_idx" ON "routing_replays"("tenant_id", "created_at" DESC);
ALTER TABLE "routing_replays" ADD CONSTRAINT "routing_replays_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['routing_policies', 'route_tests', 'routing_replays'] LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO sluice_app, sluice_system', name);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_rows ON %I TO sluice_app USING (tenant_id = sluice_tenant_id()) WITH CHECK (tenant_id = sluice_tenant_id())', name);
    EXECUTE format('CREATE POLICY system_rows ON %I TO sluice_system USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;

CREATE TRIGGER "notify_config" AFTER INSERT OR UPDATE OR DELETE
  ON "routing_policies" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('tenant_id');
