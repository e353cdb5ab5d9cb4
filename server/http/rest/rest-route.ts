import type { z } from "zod";
import type { Permission } from "@/lib/contracts/permissions";
import type { Exchange } from "@/server/http/exchange";
import { checkShape } from "@/server/http/read-body";
import type { ServiceContext } from "@/server/services/service-context";

/** What a route's function gets: the caller's services, and the request parsed. */
export interface RestCall<Input> {
  context: ServiceContext;
  /** Of the path's `:name` parts, decoded. */
  params: Readonly<Record<string, string>>;
  /** The JSON body, or for GET and DELETE the query; of the schema's type where the route was made with `restRoute`. */
  input: Input;
  /** For the few routes that stream. */
  exchange: Exchange;
}

/** Written as JSON; `null` when the route has written its answer itself. */
export type RestAnswer = { status: number; body: unknown } | null;

export interface RestRoute<Input = unknown> {
  method: "GET" | "POST" | "DELETE";
  /** With `:name` for a variable part, e.g. "/api/providers/:provider". */
  path: string;
  permission: Permission;
  /** One line for the API's description. */
  summary: string;
  input?: z.ZodType;
  /** Of a successful answer, for the description of the API. */
  output?: z.ZodType;
  handle(call: RestCall<Input>): Promise<RestAnswer>;
}

/** A route for anybody, without a key. */
export interface OpenRoute {
  method: "GET";
  path: string;
  summary: string;
  answer(): NonNullable<RestAnswer>;
}

/** Ties a route's input schema to its function, then forgets the type so that all routes fit one table. Input is checked here. */
export function restRoute<Schema extends z.ZodType>(
  route: Omit<RestRoute<z.output<Schema>>, "input"> & { input: Schema },
): RestRoute {
  return { ...route, handle: (call) => route.handle({ ...call, input: checkShape(route.input, call.input) }) };
}
