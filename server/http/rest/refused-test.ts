import { AppError, ERRORS, type ErrorCode } from "@/lib/contracts/errors";
import type { VerificationReport } from "@/lib/contracts/verification";
import { toErrorBody } from "@/server/http/openai/write-error";
import type { RestAnswer } from "./rest-route";

/** What a failed test says in one sentence. */
export function failureOf(report: VerificationReport): { code: ErrorCode; message: string } {
  const failed = report.stages.find((stage) => stage.outcome === "failed");
  const code = isErrorCode(failed?.code) ? failed.code : "provider_unavailable";
  return { code, message: failed?.message ?? ERRORS[code].en };
}

/** 422 with the stages of the test: nothing was saved. */
export function refusedTest(report: VerificationReport, requestId: string): RestAnswer {
  const { code, message } = failureOf(report);
  const { error } = toErrorBody(new AppError(code, `${message} Nothing was saved.`, { param: "config" }), requestId);
  return { status: 422, body: { error, isValid: false, stages: report.stages } };
}

function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && code in ERRORS;
}
