import type { LocalText } from "@/lib/contracts/provider";
import { routeRequests } from "@/server/gateway/providers/wire/route-requests";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { adaptBody, type BodyRules } from "./adapt-body";
import { type ChatQuirks, openAiChat } from "./chat";
import { openAiCompletions } from "./completions";
import { openAiEmbedding } from "./embedding";
import { apiKeyField, baseUrlField, bearerHeaders } from "./fields";
import { listOpenAiModels } from "./list-models";
import { createSelfHostedErrorReader } from "./read-self-hosted-error";
import { rerankLikeJina } from "./rerank";
import { openAiSpeech } from "./speech";
import { openAiTranscription } from "./transcription";
import { withNatives } from "./with-natives";

export interface SelfHostedServer
  extends Pick<ProviderDefinition, "id" | "order" | "label" | "description" | "website"> {
  /** As it stands in error messages, where the label would read badly. */
  name?: string;
  /** The server's own default. */
  port: number;
  /** Replaces the usual help for the base URL. */
  baseUrlHelp?: LocalText;
  /** True where /v1 is added to a base URL that names a host only. */
  isPathKnown?: boolean;
  /** What it serves in OpenAI's shape, with what is odd about it. */
  serves: {
    /** `true` where it takes, or passes on to its chat template, whatever OpenAI takes: then the client's own bytes go through. */
    llm?: Omit<BodyRules, "vendor"> | true;
    text_embedding?: true;
    rerank?: true;
    tts?: true;
    speech_to_text?: true;
  };
  /** What to make of a chat that came in another dialect, where `serves.llm` is `true`; by default OpenAI's own words alone. */
  translate?: ChatQuirks["translate"];
  /** Instead of the plain `GET /models`. */
  listModels?: ProviderDefinition["listModels"];
}

/** A server that a tenant runs itself and that speaks OpenAI's API: an address, perhaps a key, and the quirks it declares. */
export function selfHosted(server: SelfHostedServer): ProviderDefinition {
  const { id, order, label, description, website, port, serves } = server;
  const name = server.name ?? label.en;
  const readError = createSelfHostedErrorReader(name);
  const { llm: rules } = serves;
  const definition: ProviderDefinition = {
    id,
    order,
    group: "self_hosted",
    label,
    description,
    website,
    isSelfHosted: true,
    fields: [
      {
        ...baseUrlField,
        placeholder: `http://gpu-server:${port}/v1`,
        help: server.baseUrlHelp ?? {
          en: `The server's address, port ${port} by default. A private address must be on the operator's list.`,
          zh: `服务器地址，默认端口 ${port}。内网地址需由运维加入允许列表。`,
        },
        isRequired: true,
      },
      {
        ...apiKeyField,
        help: { en: "Only if the server asks for one.", zh: "仅在服务器要求时填写。" },
        isRequired: false,
      },
    ],
    headers: bearerHeaders,
    readError,
    listModels: server.listModels ?? listOpenAiModels(),
    ...(rules && {
      llm: withNatives(
        openAiChat({
          readError,
          ...(rules === true
            ? server.translate && { translate: server.translate }
            : { adapt: adaptBody({ ...rules, vendor: name }) }),
        }),
        openAiCompletions({ readError }),
      ),
    }),
    ...(serves.text_embedding && { text_embedding: openAiEmbedding() }),
    ...(serves.rerank && { rerank: rerankLikeJina() }),
    ...(serves.tts && { tts: openAiSpeech() }),
    ...(serves.speech_to_text && { speech_to_text: openAiTranscription() }),
  };
  return server.isPathKnown ? routeRequests(definition, addVersion) : definition;
}

const HOST_ALONE = /^https?:\/\/[^/]+$/;

/** `http://gpu-server:8000` means the API at `http://gpu-server:8000/v1`; any path of the tenant's own stands. */
const addVersion: Parameters<typeof routeRequests>[1] = (request, { credentials }) =>
  request.baseUrl === undefined && HOST_ALONE.test(credentials.baseUrl)
    ? { ...request, path: `/v1${request.path}` }
    : request;

/** The server's address without the API's version, for what lies beside it. */
export function serverRoot(baseUrl: string): string {
  return baseUrl.replace(/\/v\d+$/, "");
}
