import type { ModelType } from "@/lib/contracts/model-type";
import type { ListedModel } from "@/server/gateway/spec/provider";

/** Not callable here: images, video, music, moderation, live sessions, and completions of the old kind. */
const NOT_CALLABLE =
  /(^|[-_/.])(dall-?e|image|images|imagen|img2img|flux|sdxl?|stable-diffusion|kolors|midjourney|ideogram|recraft|seedream|video|sora|veo|wan2|hunyuanvideo|ltx|cogvideox?|kling|moderation|realtime|live|guard|safeguard|music|lyria|computer-use)([-_/.:\d]|$)|gpt-image|chatgpt-image|omni-moderation|text-moderation|llama-?guard|shieldgemma|native-audio|t2v|i2v|^(babbage|davinci)-002$|qwen-image/;
const RERANK = /rerank|colbert|(^|[-_/])bce-rerank/;
const TRANSCRIPTION =
  /whisper|transcri|(^|[-_/])(asr|stt)([-_/.\d]|$)|asr$|sensevoice|parakeet|canary|distil-?whisper|speech-to-text|teleaudio|telespeech|voxtral-mini-transcribe/;
const SPEECH =
  /(^|[-_/])tts([-_/.\d]|$)|[-_]tts|tts[-_]|cosyvoice|fish-speech|indextts|kokoro|piper|xtts|bark(-|$)|orpheus|chattts|parler|text-to-speech|(^|[-_/])(speech|voice)([-_/.\d]|$)|moss-ttsd|eleven_/;
const EMBEDDING =
  /embed|(^|[-_/])(bge|gte|e5|stella|minilm|m3e|instructor|sfr|nv-?embed|jina-clip|clip|arctic|voyage|uae|bce|labse|sentence-t5|all-mpnet|all-minilm|paraphrase|multi-qa|text2vec|conan|gritlm|mxbai)([-_/.\d]|$)|sentence-transformers/;

/**
 * What kind of model an id names, by the naming habits of vendors and open models; the listing's own word goes first. Null: not
 * callable through Sluice. Anything unrecognised is an LLM, as the great majority of new names are.
 */
export function classifyModel(id: string, hints: Pick<ListedModel, "type"> = {}): ModelType | null {
  if (hints.type !== undefined) return hints.type;
  const name = id.toLowerCase();
  if (RERANK.test(name)) return "rerank";
  if (TRANSCRIPTION.test(name)) return "speech_to_text";
  if (NOT_CALLABLE.test(name)) return null;
  if (SPEECH.test(name)) return "tts";
  if (EMBEDDING.test(name)) return "text_embedding";
  return "llm";
}
