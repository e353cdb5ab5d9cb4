-- What a call was made for: a processor's run, with a profile and a template; and what a cached answer saved.
ALTER TABLE "llm_requests"
  ADD COLUMN "processor_id" UUID,
  ADD COLUMN "run_id" UUID,
  ADD COLUMN "template_id" UUID,
  ADD COLUMN "profile" TEXT,
  ADD COLUMN "saved_nano_usd" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "llm_requests" ADD CONSTRAINT "llm_requests_saved_check" CHECK ("saved_nano_usd" >= 0);

-- Who an attempt is charged to, on the attempt itself: sums need no join, and no request that is still under way.
ALTER TABLE "llm_attempts"
  ADD COLUMN "api_key_id" UUID,
  ADD COLUMN "user_id" UUID,
  ADD COLUMN "processor_id" UUID,
  ADD COLUMN "task_type" TEXT;
