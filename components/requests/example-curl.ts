import type { CallDraft } from "@/components/playground/call-draft";
import { buildCurl } from "@/components/playground/call-snippets";
import type { RequestDetail } from "@/lib/contracts/request";

/** A call like this one as curl. What was said is not kept, so `content` stands in its place. */
export function exampleCurl(
  request: Pick<RequestDetail, "modelType" | "modelRequested">,
  origin: string,
  content: string,
): string {
  return buildCurl(draftOf(request, content), origin);
}

function draftOf(
  { modelType, modelRequested: model }: Pick<RequestDetail, "modelType" | "modelRequested">,
  content: string,
): CallDraft {
  switch (modelType) {
    case "llm":
      return { type: modelType, input: { model, messages: [{ role: "user", content }] } };
    case "text_embedding":
      return { type: modelType, input: { model, input: [content] } };
    case "rerank":
      return { type: modelType, input: { model, query: content, documents: [content] } };
    case "tts":
      return { type: modelType, input: { model, input: content, voice: "alloy" } };
    case "speech_to_text":
      return { type: modelType, input: { model, fileName: "audio.wav", contentType: "audio/wav" } };
  }
}
