-- The partitioned tables took over what was granted on the whole of those before, not what was granted on columns: charging again at a price
-- known by now changes what a row cost, and nothing else of it.
GRANT UPDATE ("is_priced", "price", "input_cost_nano_usd", "output_cost_nano_usd", "cost_nano_usd") ON "llm_attempts" TO sluice_app;
GRANT UPDATE ("is_priced", "input_cost_nano_usd", "output_cost_nano_usd", "cost_nano_usd") ON "llm_requests" TO sluice_app;
