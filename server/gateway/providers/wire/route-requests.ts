import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import type { Transport, WireRequest } from "@/server/gateway/spec/transport";

type Place = Pick<CallContext, "credentials"> & Partial<Pick<CallContext, "modelId">>;

/** Where a request goes whose place is not simply the base URL and its path. */
export type Route = (request: WireRequest, place: Place) => WireRequest;

/** The same provider with each of its requests sent where `route` says. */
export function routeRequests(definition: ProviderDefinition, route: Route): ProviderDefinition {
  const at = <C extends Place & Pick<CallContext, "http">>(context: C): C => ({
    ...context,
    http: routed(context.http, (request) => route(request, context)),
  });
  /** By proxy, so that an optional method of a capability is routed as well as those that each has. */
  const within = <C extends object>(capability: C): C =>
    new Proxy(capability, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (request: unknown, context: CallContext) => Reflect.apply(value, target, [request, at(context)]);
      },
    });
  const { llm, text_embedding, rerank, tts, speech_to_text } = definition;
  return {
    ...definition,
    listModels: (context) => definition.listModels(at(context)),
    ...(llm && { llm: within(llm) }),
    ...(text_embedding && { text_embedding: within(text_embedding) }),
    ...(rerank && { rerank: within(rerank) }),
    ...(tts && { tts: within(tts) }),
    ...(speech_to_text && { speech_to_text: within(speech_to_text) }),
  };
}

/** Every method by name, so that a new one cannot slip past the route. */
function routed(http: Transport, route: (request: WireRequest) => WireRequest): Transport {
  return {
    json: (request) => http.json(route(request)),
    text: (request) => http.text(route(request)),
    events: (request) => http.events(route(request)),
    bytes: (request) => http.bytes(route(request)),
  };
}
