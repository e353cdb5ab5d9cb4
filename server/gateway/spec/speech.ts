import { z } from "zod";
import type { CallContext } from "./provider";
import { requestedModel } from "./requested-model";
import type { Usage } from "./usage";

export const SPEECH_FORMATS = ["mp3", "opus", "aac", "flac", "wav", "pcm"] as const;

export const speechRequest = z.looseObject({
  model: requestedModel,
  input: z.string().min(1),
  voice: z.union([z.string().min(1), z.looseObject({ id: z.string() })]),
  response_format: z.enum(SPEECH_FORMATS).nullish(),
  speed: z.number().min(0.25).max(4).nullish(),
  instructions: z.string().nullish(),
  stream_format: z.enum(["sse", "audio"]).nullish(),
});
export type SpeechRequest = z.infer<typeof speechRequest>;

export interface SpeechResult {
  model: string;
  /** "text/event-stream" where events were asked for and the upstream itself sends them; else that of the audio. */
  contentType: string;
  audio: AsyncIterable<Uint8Array>;
  /** Known before the audio is read: speech is billed by what was asked for, so the characters of `input` count. */
  usage?: Usage;
  /** What the answer itself reported, once it is read: counts instead of `usage`. */
  reportedUsage?(): Usage | undefined;
  warnings: string[];
}

export interface SpeechCapability {
  speak(request: SpeechRequest, context: CallContext): Promise<SpeechResult>;
}
