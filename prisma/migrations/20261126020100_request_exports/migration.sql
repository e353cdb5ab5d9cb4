-- CreateTable
CREATE TABLE "request_exports" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "created_by_id" UUID,
    "filters" JSONB NOT NULL,
    "time_zone" TEXT NOT NULL,
    "row_count" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "request_exports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_export_parts" (
    "id" UUID NOT NULL,
    "export_id" UUID NOT NULL,
    "part" INTEGER NOT NULL,
    "tenant_id" UUID NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "request_export_parts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "request_exports_tenant_id_created_at_idx" ON "request_exports"("tenant_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "request_export_parts_export_id_part_key" ON "request_export_parts"("export_id", "part");

-- AddForeignKey
ALTER TABLE "request_exports" ADD CONSTRAINT "request_exports_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_export_parts" ADD CONSTRAINT "request_export_parts_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "request_exports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- It is compressed already.
ALTER TABLE "request_export_parts" ALTER COLUMN "content" SET STORAGE EXTERNAL;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['request_exports', 'request_export_parts'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_rows ON %I TO sluice_app USING (tenant_id = sluice_tenant_id()) WITH CHECK (tenant_id = sluice_tenant_id())', name);
    EXECUTE format('CREATE POLICY system_rows ON %I TO sluice_system USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO sluice_app, sluice_system', name);
  END LOOP;
END $$;
