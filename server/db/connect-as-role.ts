import type pg from "pg";

export type DatabaseRole = "sluice_app" | "sluice_system";

/**
 * Connection settings that make a session act as the role from its first statement. What the address itself asks for in `options` is kept,
 * but comes first, so it can't undo the role.
 */
export function connectAsRole(url: string, role: DatabaseRole): pg.ClientConfig {
  const address = new URL(url);
  const given = address.searchParams.get("options");
  address.searchParams.delete("options");
  return {
    connectionString: address.href,
    options: [given, `-c role=${role}`].filter(Boolean).join(" "),
    application_name: role.replace("_", "-"),
    connectionTimeoutMillis: 5_000,
  };
}
