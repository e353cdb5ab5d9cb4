/** Where a provider config's ciphertext belongs: bound into it, so that it can't be read from any other row. */
export function configPlace(providerConfigId: string): { table: string; row: string; column: string } {
  return { table: "provider_configs", row: providerConfigId, column: "encrypted_config" };
}
