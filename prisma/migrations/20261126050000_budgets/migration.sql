-- CreateTable
CREATE TABLE "budgets" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "scope_id" TEXT,
    "period" TEXT NOT NULL,
    "rolling_hours" INTEGER,
    "limit_nano_usd" BIGINT NOT NULL,
    "warn_at_percent" INTEGER,
    "degrade_at_percent" INTEGER,
    "blocks_at_limit" BOOLEAN NOT NULL DEFAULT true,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "reconciled_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "budgets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_windows" (
    "budget_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    "tenant_id" UUID NOT NULL,
    "spent_nano_usd" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "budget_windows_pkey" PRIMARY KEY ("budget_id","starts_at")
);

-- CreateTable
CREATE TABLE "budget_leases" (
    "id" UUID NOT NULL,
    "budget_id" UUID NOT NULL,
    "window_starts_at" TIMESTAMPTZ(6) NOT NULL,
    "tenant_id" UUID NOT NULL,
    "replica_id" TEXT NOT NULL,
    "granted_nano_usd" BIGINT NOT NULL,
    "settled_nano_usd" BIGINT NOT NULL DEFAULT 0,
    "returned_nano_usd" BIGINT NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "closed_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "budget_leases_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "budgets_tenant_id_name_key" ON "budgets"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "budget_leases_budget_id_window_starts_at_idx" ON "budget_leases"("budget_id", "window_starts_at");

-- CreateIndex
CREATE INDEX "budget_leases_replica_id_idx" ON "budget_leases"("replica_id");

-- AddForeignKey
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget_windows" ADD CONSTRAINT "budget_windows_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "budgets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget_leases" ADD CONSTRAINT "budget_leases_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "budgets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "llm_attempts" ADD COLUMN "holds" JSONB;

-- Values that may not be.
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_scope_check"
  CHECK ("scope" IN ('tenant', 'api_key', 'processor', 'user', 'model') AND ("scope" = 'tenant') = ("scope_id" IS NULL));
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_period_check"
  CHECK ("period" IN ('day', 'week', 'month', 'rolling') AND ("period" = 'rolling') = ("rolling_hours" IS NOT NULL) AND "rolling_hours" BETWEEN 1 AND 8784);
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_limit_check"
  CHECK ("limit_nano_usd" >= 0 AND "warn_at_percent" BETWEEN 1 AND 100 AND "degrade_at_percent" BETWEEN 1 AND 100);
ALTER TABLE "budget_windows" ADD CONSTRAINT "budget_windows_check" CHECK ("ends_at" > "starts_at" AND "spent_nano_usd" >= 0);
ALTER TABLE "budget_leases" ADD CONSTRAINT "budget_leases_check"
  CHECK ("granted_nano_usd" >= 0 AND "settled_nano_usd" >= 0 AND "returned_nano_usd" >= 0);

-- A tenant sets its budgets; what was spent and reserved of them is written by the ledger alone, but for the window that a new budget begins with.
GRANT SELECT, INSERT, UPDATE, DELETE ON "budgets", "budget_windows", "budget_leases" TO sluice_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON "budgets" TO sluice_app;
GRANT SELECT, INSERT ON "budget_windows" TO sluice_app;
GRANT SELECT ON "budget_leases" TO sluice_app;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['budgets', 'budget_windows', 'budget_leases'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_rows ON %I TO sluice_app USING (tenant_id = sluice_tenant_id()) WITH CHECK (tenant_id = sluice_tenant_id())', name);
    EXECUTE format('CREATE POLICY system_rows ON %I TO sluice_system USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;

CREATE TRIGGER "notify_config" AFTER INSERT OR DELETE OR UPDATE OF "name", "limit_nano_usd", "warn_at_percent", "degrade_at_percent",
  "blocks_at_limit", "is_enabled"
  ON "budgets" FOR EACH ROW EXECUTE FUNCTION "sluice_notify_config"('tenant_id');

-- ---------------------------------------------------------------------------
-- What a window's spending is, from the attempts alone: those that reserved in this window, and those that the budget covers but which reserved
-- in no window of it, because they ran before it was made. One that reserved in the window before, at its very end, is charged there; one that
-- reserved in a window that overlaps, from before the organization's zone changed, is charged here too. Where the cost is unknown, the
-- reservation is charged: an unknown price is never free.
-- ---------------------------------------------------------------------------
CREATE FUNCTION "sluice_budget_spent"(p_budget uuid, p_starts timestamptz, p_ends timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(CASE WHEN a.is_priced OR own.hold IS NULL THEN a.cost_nano_usd ELSE (own.hold->>'amountNanoUsd')::bigint END), 0)::bigint
  FROM budgets b
  JOIN llm_attempts a ON a.tenant_id = b.tenant_id AND a.started_at >= p_starts - interval '1 day' AND a.started_at < p_ends + interval '1 day'
  LEFT JOIN LATERAL (
    SELECT hold, to_timestamp((hold->>'windowStartMs')::bigint / 1000.0) AS starts, to_timestamp((hold->>'windowEndMs')::bigint / 1000.0) AS ends
    FROM jsonb_array_elements(a.holds) AS hold WHERE hold->>'budgetId' = b.id::text LIMIT 1
  ) own ON true
  WHERE b.id = p_budget AND CASE
    WHEN own.hold IS NOT NULL AND (own.starts = p_starts OR own.starts >= p_ends OR own.ends <= p_starts) THEN own.starts = p_starts
    ELSE a.started_at >= p_starts AND a.started_at < p_ends AND CASE b.scope
      WHEN 'tenant' THEN true
      WHEN 'api_key' THEN a.api_key_id::text = b.scope_id
      WHEN 'processor' THEN a.processor_id::text = b.scope_id
      WHEN 'user' THEN a.user_id::text = b.scope_id
      ELSE a.model = b.scope_id
    END
  END
$$;

CREATE FUNCTION "sluice_open_budget_window"(p_budget uuid, p_starts timestamptz, p_ends timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM budget_windows WHERE budget_id = p_budget AND starts_at = p_starts) THEN
    RETURN;
  END IF;
  INSERT INTO budget_windows (budget_id, starts_at, ends_at, tenant_id, spent_nano_usd)
  SELECT id, p_starts, p_ends, tenant_id, sluice_budget_spent(id, p_starts, p_ends) FROM budgets WHERE id = p_budget
  ON CONFLICT DO NOTHING;
END $$;

-- ---------------------------------------------------------------------------
-- Carves a slice for a replica out of what a budget has left: at least p_least or nothing, p_wanted if there is that much, and of what remains then
-- up to p_spare for calls to come, but an eighth at most, so that slices shrink towards the cap. One statement for the caller, so that the
-- budget's row is locked for no round trip. Also renews the lease. No row where the budget is gone; granted is null where the lease was closed.
-- ---------------------------------------------------------------------------
CREATE FUNCTION "sluice_carve_budget"(p_budget uuid, p_lease uuid, p_replica text, p_starts timestamptz, p_ends timestamptz, p_from timestamptz,
  p_least bigint, p_wanted bigint, p_spare bigint, p_unit bigint, p_lease_ms bigint)
  RETURNS TABLE (granted bigint, spent bigint, reserved bigint, limit_nano_usd bigint, oldest_spent timestamptz, now_ms double precision)
  LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  budget budgets%ROWTYPE;
  v_spent bigint;
  v_reserved bigint;
  v_oldest timestamptz;
  v_left bigint;
  v_grant bigint := 0;
  v_spare bigint;
  v_total bigint;
BEGIN
  SELECT * INTO budget FROM budgets WHERE id = p_budget FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM sluice_open_budget_window(p_budget, p_starts, p_ends);
  -- In one statement, for a settlement may move money from one sum to the other meanwhile.
  SELECT w.spent, l.reserved, w.oldest INTO v_spent, v_reserved, v_oldest
  FROM (SELECT coalesce(sum(spent_nano_usd), 0)::bigint AS spent, min(starts_at) FILTER (WHERE spent_nano_usd > 0) AS oldest
        FROM budget_windows WHERE budget_id = p_budget AND starts_at >= p_from AND starts_at <= p_starts) w,
       (SELECT coalesce(sum(greatest(0, granted_nano_usd - settled_nano_usd - returned_nano_usd)), 0)::bigint AS reserved
        FROM budget_leases WHERE budget_id = p_budget AND window_starts_at >= p_from AND window_starts_at <= p_starts) l;
  v_left := budget.limit_nano_usd - v_spent - v_reserved;
  IF NOT (budget.blocks_at_limit AND budget.is_enabled) THEN
    v_left := greatest(v_left, p_wanted + 8 * p_spare);
  END IF;
  IF v_left >= p_least AND v_left > 0 THEN
    v_grant := least(v_left, p_wanted);
    v_spare := least(p_spare, (v_left - v_grant) / 8);
    IF v_spare >= p_unit THEN
      v_grant := v_grant + v_spare;
    END IF;
  END IF;
  INSERT INTO budget_leases AS lease (id, budget_id, window_starts_at, tenant_id, replica_id, granted_nano_usd, expires_at)
  VALUES (p_lease, p_budget, p_starts, budget.tenant_id, p_replica, v_grant, now() + p_lease_ms * interval '1 millisecond')
  ON CONFLICT (id) DO UPDATE SET granted_nano_usd = lease.granted_nano_usd + excluded.granted_nano_usd, expires_at = excluded.expires_at
    WHERE lease.closed_at IS NULL
  RETURNING granted_nano_usd INTO v_total;
  RETURN QUERY SELECT v_total, v_spent, v_reserved + CASE WHEN v_total IS NULL THEN 0 ELSE v_grant END, budget.limit_nano_usd, v_oldest,
    (extract(epoch FROM clock_timestamp()) * 1000)::double precision;
END $$;
