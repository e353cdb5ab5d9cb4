import { AppError } from "@/lib/contracts/errors";
import type { JsonRecord } from "@/server/gateway/providers/wire/json-value";
import type { ChatDialect, NativeRequest } from "@/server/gateway/spec/native-request";
import type { CallContext } from "@/server/gateway/spec/provider";

/** The client's own request in a dialect that only ever comes natively. */
export function nativeOf({ native }: CallContext, dialect: ChatDialect): NativeRequest {
  if (native?.dialect !== dialect)
    throw new AppError("capability_unsupported", `This call did not come in the dialect "${dialect}".`);
  return native;
}

/** The client's bytes where its body needs no change, else the body anew. `over` is what has to be different; `body` may be a cleaned copy. */
export function nativeBody(
  { body: received, text }: NativeRequest,
  over: JsonRecord,
  body: Readonly<JsonRecord> = received,
): { jsonText: string } | { json: JsonRecord } {
  const isUnchanged = body === received && Object.entries(over).every(([name, value]) => received[name] === value);
  return isUnchanged ? { jsonText: text } : { json: { ...body, ...over } };
}
