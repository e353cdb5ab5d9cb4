-- CreateTable
CREATE TABLE "invoice_checks" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "from_day" TEXT NOT NULL,
    "to_day" TEXT NOT NULL,
    "totals" JSONB NOT NULL,
    "lines" JSONB NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoice_checks_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "invoice_checks_tenant_id_created_at_idx" ON "invoice_checks"("tenant_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "invoice_checks" ADD CONSTRAINT "invoice_checks_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "invoice_checks" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "invoice_checks" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON "invoice_checks" TO sluice_app USING (tenant_id = sluice_tenant_id()) WITH CHECK (tenant_id = sluice_tenant_id());
CREATE POLICY system_rows ON "invoice_checks" TO sluice_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "invoice_checks" TO sluice_app, sluice_system;
