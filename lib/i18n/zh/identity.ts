import type { identity as en } from "@/lib/i18n/en/identity";

export const identity: typeof en = {
  signIn: "登录",
  signInTitle: "登录 Sluice",
  signInText: "请使用您的账户邮箱和密码。",
  email: "邮箱",
  password: "密码",
  failed: "登录失败，请检查邮箱和密码。若多次失败，请等待 15 分钟后再试。",
  unreachable: "无法连接 Sluice，请检查网络后重试。",
  forgot: "忘记密码？请联系您所在组织的所有者或管理员。",
  redirecting: "正在前往登录页面…",
  noTenantTitle: "您尚未加入任何组织",
  noTenantText: "请联系所有者或管理员将您添加到组织，然后刷新此页面。",
  reload: "刷新",
  signOut: "退出登录",
};
