import type { ErrorCode } from "@/lib/contracts/errors";
import type { LocalText } from "@/lib/contracts/provider";

const FIXES: Partial<Record<ErrorCode, LocalText>> = {
  invalid_request: {
    en: "Correct the base URL: it begins with https:// or http:// and holds no user name or password.",
    zh: "请更正接口地址：须以 https:// 或 http:// 开头，且不含用户名或密码。",
  },
  egress_blocked: {
    en: "Use a public address, or ask the operator to add this host and port to SLUICE_ALLOW_PRIVATE_HOSTS.",
    zh: "请使用公网地址，或请运维将该主机与端口加入 SLUICE_ALLOW_PRIVATE_HOSTS。",
  },
  provider_unavailable: {
    en: "Check the host and port, that the server is running, and that Sluice may reach it.",
    zh: "请检查主机与端口、服务器是否运行，以及 Sluice 能否访问它。",
  },
  provider_timeout: {
    en: "Check the address and any firewall in between; if the provider is slow, try again later.",
    zh: "请检查地址及中间的防火墙；若供应商响应缓慢，请稍后再试。",
  },
  provider_auth_failed: {
    en: "Enter the key again: complete, still active, and of this provider and region.",
    zh: "请重新输入密钥：确认完整、有效，且属于该供应商及其区域。",
  },
  provider_bad_response: {
    en: "Check the base URL: it should lead to the API itself, often ending in /v1.",
    zh: "请检查接口地址：应指向 API 本身，通常以 /v1 结尾。",
  },
  provider_model_missing: {
    en: "The address answers but has no list of models there. Check the path of the base URL, often /v1.",
    zh: "该地址有响应，但没有模型列表。请检查接口地址的路径，通常为 /v1。",
  },
  provider_rejected: {
    en: "The provider rejected the test request. Check the base URL and the other fields.",
    zh: "供应商拒绝了测试请求，请检查接口地址与其他字段。",
  },
  provider_rate_limited: {
    en: "The key is valid; the provider is limiting requests just now. Nothing to do but wait.",
    zh: "密钥有效，供应商暂时限流，稍等即可。",
  },
  provider_quota_exceeded: {
    en: "The key is valid, but its account has no credit left. Top it up at the provider.",
    zh: "密钥有效，但账户余额不足，请在供应商处充值。",
  },
};

const FALLBACK: LocalText = {
  en: "Try again. If it fails again, look at the server's log.",
  zh: "请重试；若仍失败，请查看服务器日志。",
};

/** What a person can do about a failed stage. */
export function findFix(code: ErrorCode): LocalText {
  return FIXES[code] ?? FALLBACK;
}
