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
  const { llm, text_embedding, rerank, tts, speech_to_text } = definition;
  return {
    ...definition,
    listModels: (context) => definition.listModels(at(context)),
    ...(llm && {
      llm: {
        ...llm,
        complete: (request, context) => llm.complete(request, at(context)),
        stream: (request, context) => llm.stream(request, at(context)),
      },
    }),
    ...(text_embedding && {
      text_embedding: { embed: (request, context) => text_embedding.embed(request, at(context)) },
    }),
    ...(rerank && { rerank: { rerank: (request, context) => rerank.rerank(request, at(context)) } }),
    ...(tts && { tts: { speak: (request, context) => tts.speak(request, at(context)) } }),
    ...(speech_to_text && {
      speech_to_text: { transcribe: (request, context) => speech_to_text.transcribe(request, at(context)) },
    }),
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
