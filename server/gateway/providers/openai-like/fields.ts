import type { CredentialField } from "@/lib/contracts/provider";
import type { Credentials } from "@/server/gateway/spec/provider";

export const apiKeyField: CredentialField = {
  name: "api_key",
  kind: "secret",
  label: { en: "API key", zh: "API 密钥" },
  isRequired: true,
};

export const baseUrlField: CredentialField = {
  name: "base_url",
  kind: "url",
  label: { en: "Base URL", zh: "接口地址" },
  help: { en: "Leave blank for the provider's own address.", zh: "留空则使用供应商的默认地址。" },
  isRequired: false,
};

/** `Authorization: Bearer …`, or nothing where no key is set. */
export function bearerHeaders({ apiKey }: Credentials): Record<string, string> {
  return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey.reveal()}` };
}
