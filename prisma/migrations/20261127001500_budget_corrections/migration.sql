-- Charging attempts again moves what the windows they were charged to have spent, in the same transaction, which is a tenant's. Nothing else of a
-- window may change there.
GRANT UPDATE ("spent_nano_usd") ON "budget_windows" TO sluice_app;
