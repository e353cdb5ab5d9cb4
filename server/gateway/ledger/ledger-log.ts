/** Where the ledger says what an operator should know. Never given prompts, replies or secrets. */
export type LedgerLog = (event: { level: "info" | "warn" | "error"; msg: string; [field: string]: unknown }) => void;
