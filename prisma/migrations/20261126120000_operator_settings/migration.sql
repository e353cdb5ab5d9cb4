-- What an operator changes for every tenant belongs to none: no tenant reads it, for the policy compares with a tenant's id.
ALTER TABLE "audit_logs" ALTER COLUMN "tenant_id" DROP NOT NULL;

ALTER TABLE "llm_global_settings"
  ADD COLUMN "description" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
