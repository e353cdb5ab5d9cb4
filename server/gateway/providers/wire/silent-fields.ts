/** Fields of the neutral request that a provider may leave out without a word: nobody could see it in the answer. */
export const SILENT_FIELDS = [
  "stream",
  "stream_options",
  "user",
  "store",
  "metadata",
  "safety_identifier",
  "prompt_cache_key",
  "prompt_cache_retention",
];
