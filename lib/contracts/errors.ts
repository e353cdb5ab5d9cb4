import type { LimitStanding } from "./limit-standing";

/**
 * The one error table: code → HTTP status, tRPC code, whether a retry may help, and what to tell a person.
 * `en`/`zh` are the general sentence for the code; an `AppError`'s own message adds the particulars (always English on the wire).
 */
export const ERRORS = {
  // The caller
  invalid_request: {
    http: 400,
    trpc: "BAD_REQUEST",
    retryable: false,
    en: "The request is not valid.",
    zh: "请求无效。",
  },
  unauthenticated: {
    http: 401,
    trpc: "UNAUTHORIZED",
    retryable: false,
    en: "Sign in, or send a valid API key.",
    zh: "请登录或提供有效的 API 密钥。",
  },
  forbidden: {
    http: 403,
    trpc: "FORBIDDEN",
    retryable: false,
    en: "Your role does not allow this.",
    zh: "您的角色无权执行此操作。",
  },
  not_found: {
    http: 404,
    trpc: "NOT_FOUND",
    retryable: false,
    en: "There is no such thing here.",
    zh: "找不到该资源。",
  },
  model_not_found: {
    http: 404,
    trpc: "NOT_FOUND",
    retryable: false,
    en: "No connected provider offers this model.",
    zh: "没有已连接的供应商提供此模型。",
  },
  method_not_allowed: {
    http: 405,
    trpc: "METHOD_NOT_SUPPORTED",
    retryable: false,
    en: "This address does not answer that method.",
    zh: "该地址不支持此方法。",
  },
  conflict: {
    http: 409,
    trpc: "CONFLICT",
    retryable: false,
    en: "This clashes with something that exists.",
    zh: "与现有内容冲突。",
  },
  idempotency_key_reused: {
    http: 422,
    trpc: "UNPROCESSABLE_CONTENT",
    retryable: false,
    en: "This Idempotency-Key belongs to another request.",
    zh: "此 Idempotency-Key 已用于另一个请求。",
  },
  idempotency_in_flight: {
    http: 409,
    trpc: "CONFLICT",
    retryable: true,
    en: "A request with this Idempotency-Key is still running.",
    zh: "使用此 Idempotency-Key 的请求仍在进行中。",
  },
  idempotency_unreplayable: {
    http: 409,
    trpc: "CONFLICT",
    retryable: false,
    en: "The answer to this Idempotency-Key can't be repeated.",
    zh: "无法重放此 Idempotency-Key 的响应。",
  },
  request_too_large: {
    http: 413,
    trpc: "PAYLOAD_TOO_LARGE",
    retryable: false,
    en: "The request is too large.",
    zh: "请求过大。",
  },
  rate_limited: {
    http: 429,
    trpc: "TOO_MANY_REQUESTS",
    retryable: true,
    en: "Too many requests. Wait, then try again.",
    zh: "请求过多，请稍后再试。",
  },
  budget_exceeded: { http: 402, trpc: "FORBIDDEN", retryable: false, en: "The budget is used up.", zh: "预算已用尽。" },
  client_closed: {
    http: 499,
    trpc: "CLIENT_CLOSED_REQUEST",
    retryable: false,
    en: "The client went away before the answer was complete.",
    zh: "客户端在响应完成前断开。",
  },
  // The tenant's configuration
  no_default_model: {
    http: 412,
    trpc: "PRECONDITION_FAILED",
    retryable: false,
    en: "No default model is set for this type.",
    zh: "尚未为此类型设置默认模型。",
  },
  model_disabled: {
    http: 412,
    trpc: "PRECONDITION_FAILED",
    retryable: false,
    en: "This model is disabled.",
    zh: "此模型已被停用。",
  },
  model_unpriced: {
    http: 412,
    trpc: "PRECONDITION_FAILED",
    retryable: false,
    en: "No price is known for this model, so it may not be called.",
    zh: "该模型没有已知价格，因此不能调用。",
  },
  provider_config_disabled: {
    http: 412,
    trpc: "PRECONDITION_FAILED",
    retryable: false,
    en: "This provider is disabled or not verified.",
    zh: "此供应商已停用或未通过验证。",
  },
  model_type_mismatch: {
    http: 422,
    trpc: "UNPROCESSABLE_CONTENT",
    retryable: false,
    en: "This model can't do that kind of work.",
    zh: "此模型不支持该类型的任务。",
  },
  unknown_task_type: {
    http: 422,
    trpc: "UNPROCESSABLE_CONTENT",
    retryable: false,
    en: "No such task type is known, so the request can't be routed by it.",
    zh: "任务类型未知，无法据此路由请求。",
  },
  no_candidate: {
    http: 422,
    trpc: "UNPROCESSABLE_CONTENT",
    retryable: false,
    en: "No model can serve this request.",
    zh: "没有模型可以处理此请求。",
  },
  affinity_lost: {
    http: 409,
    trpc: "CONFLICT",
    retryable: false,
    en: "The request continues an answer of a provider account that it can't be sent to any more.",
    zh: "请求要延续的回答属于另一供应商账户，当前无法发送到该账户。",
  },
  route_test_failed: {
    http: 409,
    trpc: "CONFLICT",
    retryable: false,
    en: "The change would break a route test.",
    zh: "此更改会导致路由测试失败。",
  },
  capability_unsupported: {
    http: 422,
    trpc: "UNPROCESSABLE_CONTENT",
    retryable: false,
    en: "The provider does not offer this.",
    zh: "供应商不支持此功能。",
  },
  untranslatable: {
    http: 422,
    trpc: "UNPROCESSABLE_CONTENT",
    retryable: false,
    en: "The request asks for something that this provider's API can't express.",
    zh: "请求包含该供应商接口无法表达的内容。",
  },
  has_dependents: {
    http: 409,
    trpc: "CONFLICT",
    retryable: false,
    en: "Other things depend on this.",
    zh: "有其他内容依赖于此。",
  },
  undecryptable: {
    http: 409,
    trpc: "CONFLICT",
    retryable: false,
    en: "The stored secret can't be read. Enter it again.",
    zh: "无法读取已存储的密钥，请重新输入。",
  },
  invalid_configuration: {
    http: 422,
    trpc: "UNPROCESSABLE_CONTENT",
    retryable: false,
    en: "The configuration holds contradictions, so nothing of it was saved.",
    zh: "配置存在矛盾，未保存任何内容。",
  },
  setting_out_of_range: {
    http: 422,
    trpc: "UNPROCESSABLE_CONTENT",
    retryable: false,
    en: "The model does not take this value.",
    zh: "该模型不接受此取值。",
  },
  cost_cap_exceeded: {
    http: 402,
    trpc: "FORBIDDEN",
    retryable: false,
    en: "The call would cost more than its cap.",
    zh: "此调用将超出单次费用上限。",
  },
  model_not_allowed: {
    http: 403,
    trpc: "FORBIDDEN",
    retryable: false,
    en: "This API key may not call this model.",
    zh: "此 API 密钥无权调用该模型。",
  },
  // The way out
  egress_blocked: {
    http: 403,
    trpc: "FORBIDDEN",
    retryable: false,
    en: "The address is not allowed by the operator's network policy.",
    zh: "该地址不被网络策略允许。",
  },
  // The provider
  provider_auth_failed: {
    http: 502,
    trpc: "BAD_GATEWAY",
    retryable: false,
    en: "The provider refused the stored key.",
    zh: "供应商拒绝了已存储的密钥。",
  },
  provider_rate_limited: {
    http: 429,
    trpc: "TOO_MANY_REQUESTS",
    retryable: true,
    en: "The provider is limiting requests.",
    zh: "供应商正在限流。",
  },
  provider_quota_exceeded: {
    http: 402,
    trpc: "BAD_GATEWAY",
    retryable: false,
    en: "The account at the provider has no credit left.",
    zh: "供应商账户余额不足。",
  },
  provider_model_missing: {
    http: 404,
    trpc: "NOT_FOUND",
    retryable: false,
    en: "The provider does not know this model.",
    zh: "供应商没有此模型。",
  },
  provider_rejected: {
    http: 422,
    trpc: "UNPROCESSABLE_CONTENT",
    retryable: false,
    en: "The provider rejected the request.",
    zh: "供应商拒绝了请求。",
  },
  context_too_long: {
    http: 400,
    trpc: "BAD_REQUEST",
    retryable: false,
    en: "The prompt is longer than the model's context window.",
    zh: "提示超出模型上下文长度。",
  },
  content_filtered: {
    http: 422,
    trpc: "UNPROCESSABLE_CONTENT",
    retryable: false,
    en: "The provider's content filter stopped this.",
    zh: "内容被供应商过滤。",
  },
  provider_timeout: {
    http: 504,
    trpc: "GATEWAY_TIMEOUT",
    retryable: true,
    en: "The provider did not answer in time.",
    zh: "供应商响应超时。",
  },
  provider_unavailable: {
    http: 502,
    trpc: "BAD_GATEWAY",
    retryable: true,
    en: "The provider can't be reached.",
    zh: "无法连接供应商。",
  },
  provider_bad_response: {
    http: 502,
    trpc: "BAD_GATEWAY",
    retryable: true,
    en: "The provider's answer could not be understood.",
    zh: "无法解析供应商的响应。",
  },
  provider_stream_broken: {
    http: 502,
    trpc: "BAD_GATEWAY",
    retryable: true,
    en: "The provider's stream ended before the answer was complete.",
    zh: "供应商的数据流提前中断。",
  },
  upstreams_unavailable: {
    http: 503,
    trpc: "SERVICE_UNAVAILABLE",
    retryable: true,
    en: "Every provider of this model is failing just now.",
    zh: "此模型的所有供应商目前均不可用。",
  },
  // Ours
  not_ready: {
    http: 503,
    trpc: "SERVICE_UNAVAILABLE",
    retryable: true,
    en: "Sluice is not ready. Try again shortly.",
    zh: "Sluice 尚未就绪，请稍后再试。",
  },
  internal: {
    http: 500,
    trpc: "INTERNAL_SERVER_ERROR",
    retryable: true,
    en: "Something went wrong in Sluice.",
    zh: "Sluice 内部错误。",
  },
} as const satisfies Record<string, { http: number; trpc: string; retryable: boolean; en: string; zh: string }>;

export type ErrorCode = keyof typeof ERRORS;

const MARKER = Symbol.for("sluice.AppError");

/** Particulars a caller may act on. Never holds a secret. */
export interface ErrorDetails {
  /** The offending field, as a dotted path. */
  param?: string;
  /** Seconds until a retry makes sense. */
  retryAfterSeconds?: number;
  /** The same, where it is known to the millisecond. */
  retryAfterMs?: number;
  /** Where the caller stands with its limits. */
  limit?: LimitStanding;
  /** Status the provider answered with. */
  upstreamStatus?: number;
  /** Put on by a fallback drill: nothing went out, and nobody failed. */
  isDrill?: true;
  /** What depends on the thing that can't be deleted, as sentences. */
  dependents?: string[];
  /** The budget that has too little left; money as decimals in USD. */
  budget?: { name: string; limitUsd: string; spentUsd: string; reservedUsd: string; resetsAt: string };
  /** Fields that failed validation: dotted path → sentence. */
  fields?: Record<string, string>;
}

/** A message may quote what a client or a provider sent, which may be megabytes. */
const MAX_MESSAGE_CHARACTERS = 2_000;

function shorten(message: string): string {
  return message.length > MAX_MESSAGE_CHARACTERS ? `${message.slice(0, MAX_MESSAGE_CHARACTERS - 1)}…` : message;
}

/**
 * The one error class. `message` says what happened, why, and what to do next; it reaches the client, so it never holds a secret
 * or a stack. Marked by symbol because the server bundle and Next's bundle each load a copy: use `isAppError`, not `instanceof`.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly [MARKER] = true;

  constructor(
    readonly code: ErrorCode,
    message?: string,
    readonly details: ErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    super(shorten(message ?? ERRORS[code].en), options);
  }

  get httpStatus(): number {
    return ERRORS[this.code].http;
  }

  get isRetryable(): boolean {
    return ERRORS[this.code].retryable;
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && MARKER in error;
}

/** Any thrown value as an `AppError`; what we did not foresee becomes `internal` with the original as cause, its text kept from clients. */
export function toAppError(error: unknown): AppError {
  return isAppError(error) ? error : new AppError("internal", undefined, {}, { cause: error });
}
