import { z } from "zod";
import type { CallContext } from "./provider";
import { requestedModel } from "./requested-model";
import type { Usage } from "./usage";

export const TRANSCRIPTION_FORMATS = ["json", "text", "srt", "verbose_json", "vtt", "diarized_json"] as const;

/** The multipart fields besides the file. A field sent several times (`timestamp_granularities[]`) is a list. */
export const transcriptionFields = z.looseObject({
  model: requestedModel,
  language: z.string().optional(),
  prompt: z.string().optional(),
  response_format: z.enum(TRANSCRIPTION_FORMATS).optional(),
  temperature: z.coerce.number().min(0).max(1).optional(),
  stream: z.stringbool().optional(),
});

export type TranscriptionRequest = z.infer<typeof transcriptionFields> & { file: File };

export interface TranscriptionResult {
  model: string;
  text: string;
  language?: string;
  durationMs?: number;
  segments?: { startMs: number; endMs: number; text: string }[];
  usage?: Usage;
  warnings: string[];
  /** The upstream's own JSON body, passed through for `json`, `verbose_json` and `diarized_json`. */
  raw?: Record<string, unknown>;
}

/** One step of a transcript on its way. */
export interface TranscriptionEvent {
  /** The upstream's own event as JSON, passed through. */
  raw?: string;
  delta?: string;
  /** The whole transcript: set on the last event. */
  text?: string;
  usage?: Usage;
  warnings?: string[];
}

/** All throw `AppError`. */
export interface TranscriptionCapability {
  transcribe(request: TranscriptionRequest, context: CallContext): Promise<TranscriptionResult>;
  /** Into English, whatever was spoken. */
  translate?(request: TranscriptionRequest, context: CallContext): Promise<TranscriptionResult>;
  /** As it is heard. Batches are never empty; a transcript that breaks off throws `provider_stream_broken`. */
  stream?(request: TranscriptionRequest, context: CallContext): AsyncIterable<readonly TranscriptionEvent[]>;
}
