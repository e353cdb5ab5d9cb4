-- ---------------------------------------------------------------------------
-- Requests and attempts by month. Ids are UUIDs of version 7, which begin with their time, so the id itself is the partition key: it alone
-- stays unique, and `ON CONFLICT (id)` of older code goes on working. What is there becomes the default partition, without a copy.
-- ---------------------------------------------------------------------------
DO $$
DECLARE
  parent text;
  index_row record;
BEGIN
  FOREACH parent IN ARRAY ARRAY['llm_requests', 'llm_attempts'] LOOP
    EXECUTE format('ALTER TABLE %I RENAME TO %I', parent, parent || '_default');
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (id)', parent, parent || '_default');
    EXECUTE format('ALTER TABLE %I RENAME CONSTRAINT %I TO %I', parent || '_default', parent || '_pkey', parent || '_default_pkey');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I PRIMARY KEY (id)', parent, parent || '_pkey');
    FOR index_row IN
      SELECT c.relname AS name, pg_get_indexdef(c.oid) AS definition
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indrelid = to_regclass(parent || '_default') AND NOT i.indisprimary
    LOOP
      EXECUTE format('ALTER INDEX %I RENAME TO %I', index_row.name, replace(index_row.name, parent, parent || '_default'));
      EXECUTE replace(index_row.definition, parent || '_default', parent);
    END LOOP;
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I DEFAULT', parent, parent || '_default');

    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', parent);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', parent);
    EXECUTE format('CREATE POLICY tenant_rows ON %I TO sluice_app USING (tenant_id = sluice_tenant_id()) WITH CHECK (tenant_id = sluice_tenant_id())', parent);
    EXECUTE format('CREATE POLICY system_rows ON %I TO sluice_system USING (true) WITH CHECK (true)', parent);
    EXECUTE format('GRANT SELECT ON %I TO sluice_app', parent);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO sluice_system', parent);
    -- A partition is reached through its parent alone.
    EXECUTE format('REVOKE ALL ON %I FROM sluice_app, sluice_system', parent || '_default');
    EXECUTE format('DROP POLICY tenant_rows ON %I', parent || '_default');
    EXECUTE format('DROP POLICY system_rows ON %I', parent || '_default');
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', parent || '_default');
  END LOOP;
END $$;

/* The smallest id of an instant. */
CREATE FUNCTION "sluice_id_at"(instant timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT rpad(lpad(to_hex((extract(epoch FROM instant) * 1000)::bigint), 12, '0'), 32, '0')::uuid $$;

/*
 * Makes the partitions of whole months (UTC), those that are missing, and returns how many. Rows of such a month that went to the default
 * partition meanwhile move. Runs as the owner of the tables, since Sluice's own roles own nothing.
 */
CREATE FUNCTION "sluice_add_partitions"(first_month date, months int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  parent text;
  part text;
  month timestamptz;
  low uuid;
  high uuid;
  added int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(727073701);
  FOREACH parent IN ARRAY ARRAY['llm_requests', 'llm_attempts'] LOOP
    FOR ahead IN 0 .. months - 1 LOOP
      month := (date_trunc('month', first_month::timestamp) + make_interval(months => ahead)) AT TIME ZONE 'UTC';
      part := parent || to_char(month AT TIME ZONE 'UTC', '"_y"YYYY"m"MM');
      CONTINUE WHEN to_regclass(part) IS NOT NULL;
      low := sluice_id_at(month);
      high := sluice_id_at((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part, parent);
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
      EXECUTE format('WITH moved AS (DELETE FROM %I WHERE id >= %L AND id < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
                     parent || '_default', low, high, part);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, part, low, high);
      added := added + 1;
    END LOOP;
  END LOOP;
  RETURN added;
END $$;

/* Drops partitions of months before the given one that hold nothing any more, and returns how many. */
CREATE FUNCTION "sluice_drop_empty_partitions"(before date) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  part record;
  is_empty boolean;
  dropped int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(727073701);
  FOR part IN
    SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent IN ('llm_requests'::regclass, 'llm_attempts'::regclass)
      AND c.relname ~ '_y\d{4}m\d{2}$' AND to_date(right(c.relname, 7), 'YYYY"m"MM') < date_trunc('month', before)
  LOOP
    EXECUTE format('SELECT NOT EXISTS (SELECT FROM %I)', part.name) INTO is_empty;
    CONTINUE WHEN NOT is_empty;
    EXECUTE format('DROP TABLE %I', part.name);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

REVOKE ALL ON FUNCTION "sluice_add_partitions"(date, int), "sluice_drop_empty_partitions"(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "sluice_add_partitions"(date, int), "sluice_drop_empty_partitions"(date) TO sluice_system;

SELECT "sluice_add_partitions"((date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month')::date, 3);

-- ---------------------------------------------------------------------------
-- How long a tenant keeps its requests
-- ---------------------------------------------------------------------------
ALTER TABLE "tenants"
  ADD COLUMN "request_retention_days" INTEGER,
  ADD COLUMN "requests_purged_before" TIMESTAMPTZ(6);
ALTER TABLE "tenants" ADD CONSTRAINT "tenants_retention_check" CHECK ("request_retention_days" BETWEEN 7 AND 3650);

-- ---------------------------------------------------------------------------
-- Rollups: derived from requests and attempts, and made anew from them at any time
-- ---------------------------------------------------------------------------

-- CreateTable
CREATE TABLE "usage_rollups" (
    "id" BIGINT GENERATED BY DEFAULT AS IDENTITY NOT NULL,
    "tenant_id" UUID NOT NULL,
    "slot" TIMESTAMPTZ(6) NOT NULL,
    "model" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "provider_config" TEXT NOT NULL,
    "model_type" TEXT NOT NULL,
    "api_key" TEXT NOT NULL,
    "member" TEXT NOT NULL,
    "task" TEXT NOT NULL,
    "processor" TEXT NOT NULL,
    "request_count" INTEGER NOT NULL,
    "error_count" INTEGER NOT NULL,
    "rescued_count" INTEGER NOT NULL,
    "cache_hit_count" INTEGER NOT NULL,
    "estimated_count" INTEGER NOT NULL,
    "unpriced_count" INTEGER NOT NULL,
    "attempt_count" INTEGER NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,
    "cached_tokens" BIGINT NOT NULL,
    "cost_nano_usd" BIGINT NOT NULL,
    "saved_nano_usd" BIGINT NOT NULL,
    "latency_ms_sum" BIGINT NOT NULL,
    "latency_histogram" BYTEA,
    "first_token_histogram" BYTEA,

    CONSTRAINT "usage_rollups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_group_rollups" (
    "id" BIGINT GENERATED BY DEFAULT AS IDENTITY NOT NULL,
    "tenant_id" UUID NOT NULL,
    "dimension" TEXT NOT NULL,
    "slot" TIMESTAMPTZ(6) NOT NULL,
    "key" TEXT NOT NULL,
    "request_count" INTEGER NOT NULL,
    "error_count" INTEGER NOT NULL,
    "rescued_count" INTEGER NOT NULL,
    "cache_hit_count" INTEGER NOT NULL,
    "estimated_count" INTEGER NOT NULL,
    "unpriced_count" INTEGER NOT NULL,
    "attempt_count" INTEGER NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,
    "cached_tokens" BIGINT NOT NULL,
    "cost_nano_usd" BIGINT NOT NULL,
    "saved_nano_usd" BIGINT NOT NULL,
    "latency_ms_sum" BIGINT NOT NULL,
    "latency_histogram" BYTEA,
    "first_token_histogram" BYTEA,

    CONSTRAINT "usage_group_rollups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_stale_hours" (
    "id" BIGINT GENERATED BY DEFAULT AS IDENTITY NOT NULL,
    "tenant_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "usage_stale_hours_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_watermarks" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "late_before" TIMESTAMPTZ(6) NOT NULL,
    "closed_to" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "usage_watermarks_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "usage_rollups_tenant_id_slot_idx" ON "usage_rollups"("tenant_id", "slot");

-- CreateIndex
CREATE INDEX "usage_group_rollups_tenant_id_dimension_slot_idx" ON "usage_group_rollups"("tenant_id", "dimension", "slot");

-- CreateIndex
CREATE INDEX "usage_stale_hours_tenant_id_hour_idx" ON "usage_stale_hours"("tenant_id", "hour");

ALTER TABLE "usage_watermarks" ADD CONSTRAINT "usage_watermarks_one_check" CHECK ("id" = 1);
INSERT INTO "usage_watermarks" ("late_before", "closed_to") VALUES ('epoch', 'epoch');

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['usage_rollups', 'usage_group_rollups', 'usage_stale_hours'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_rows ON %I TO sluice_app USING (tenant_id = sluice_tenant_id()) WITH CHECK (tenant_id = sluice_tenant_id())', name);
    EXECUTE format('CREATE POLICY system_rows ON %I TO sluice_system USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT ON %I TO sluice_app', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO sluice_system', name);
  END LOOP;
END $$;
-- A changed time zone marks hours.
GRANT INSERT ON "usage_stale_hours" TO sluice_app;
GRANT SELECT ON "usage_watermarks" TO sluice_app;
GRANT SELECT, UPDATE ON "usage_watermarks" TO sluice_system;

/*
 * The slot of an instant: its hour, or its quarter of an hour where the zone's clocks are off whole hours from UTC, so that each day of the
 * zone is a sum of slots.
 */
CREATE FUNCTION "sluice_usage_slot"(instant timestamptz, zone text) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN extract(epoch FROM date_trunc('hour', instant, 'UTC') AT TIME ZONE zone)::bigint % 3600 = 0
    THEN date_trunc('hour', instant, 'UTC') ELSE date_bin('15 minutes', instant, 'epoch'::timestamptz) END
$$;

/* The place of a duration in a histogram: eight places each time it doubles, so a place tells it within 4.5 %. */
CREATE FUNCTION "sluice_latency_place"(ms int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT round(8 * ln(greatest(ms, 1)) / ln(2.0::float8))::int $$;

-- ---------------------------------------------------------------------------
-- Rows that come late, or are changed, mark their hour. The shared lock lets hours be closed only while no such statement is on its way.
-- ---------------------------------------------------------------------------
CREATE FUNCTION "sluice_mark_stale_requests"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  late timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(727073702);
  SELECT late_before INTO late FROM usage_watermarks;
  INSERT INTO usage_stale_hours (tenant_id, hour)
    SELECT DISTINCT tenant_id, date_trunc('hour', requested_at, 'UTC') FROM changed WHERE requested_at < late;
  RETURN NULL;
END $$;

CREATE FUNCTION "sluice_mark_stale_attempts"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  late timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(727073702);
  SELECT late_before INTO late FROM usage_watermarks;
  INSERT INTO usage_stale_hours (tenant_id, hour)
    SELECT DISTINCT tenant_id, date_trunc('hour', started_at, 'UTC') FROM changed WHERE started_at < late;
  RETURN NULL;
END $$;

CREATE TRIGGER "mark_stale_inserted" AFTER INSERT ON "llm_requests" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "sluice_mark_stale_requests"();
CREATE TRIGGER "mark_stale_updated" AFTER UPDATE ON "llm_requests" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "sluice_mark_stale_requests"();
CREATE TRIGGER "mark_stale_inserted" AFTER INSERT ON "llm_attempts" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "sluice_mark_stale_attempts"();
CREATE TRIGGER "mark_stale_updated" AFTER UPDATE ON "llm_attempts" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "sluice_mark_stale_attempts"();

/* In another zone days begin elsewhere, maybe within an hour: the slots are cut anew from the rows that are still there. */
CREATE FUNCTION "sluice_mark_stale_zone"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO usage_stale_hours (tenant_id, hour)
    SELECT DISTINCT tenant_id, date_trunc('hour', slot, 'UTC') FROM usage_group_rollups
    WHERE tenant_id = NEW.id AND dimension = 'all' AND slot >= coalesce(NEW.requests_purged_before, '-infinity')
      AND sluice_usage_slot(slot + interval '15 minutes', NEW.time_zone) <> sluice_usage_slot(slot + interval '15 minutes', OLD.time_zone);
  RETURN NULL;
END $$;
CREATE TRIGGER "mark_stale_zone" AFTER UPDATE OF "time_zone" ON "tenants"
  FOR EACH ROW WHEN (NEW.time_zone IS DISTINCT FROM OLD.time_zone) EXECUTE FUNCTION "sluice_mark_stale_zone"();
