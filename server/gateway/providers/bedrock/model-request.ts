import { pathSegment } from "@/server/gateway/providers/wire/path-segment";
import type { CallContext } from "@/server/gateway/spec/provider";
import type { WireRequest } from "@/server/gateway/spec/transport";
import { runtimeUrl } from "./endpoints";

/** A call of a model by its id or ARN, whose colons and slashes have to be encoded. */
export function modelRequest({ credentials, modelId }: CallContext, operation: string, body: unknown): WireRequest {
  return {
    baseUrl: runtimeUrl(credentials),
    path: `/model/${pathSegment(modelId)}/${operation}`,
    json: body,
  };
}
