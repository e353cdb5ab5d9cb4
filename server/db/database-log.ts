/** Where the database says what an operator should know. Never given rows or secrets. */
export type DatabaseLog = (event: { level: "info" | "warn" | "error"; msg: string; [field: string]: unknown }) => void;
