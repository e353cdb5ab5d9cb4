import { z } from "zod";
import type { CallContext } from "./provider";
import { requestedModel } from "./requested-model";
import type { Usage } from "./usage";

export const TRANSCRIPTION_FORMATS = ["json", "text", "srt", "verbose_json", "vtt"] as const;

/** The multipart fields besides the file. */
export const transcriptionFields = z.looseObject({
  model: requestedModel,
  language: z.string().optional(),
  prompt: z.string().optional(),
  response_format: z.enum(TRANSCRIPTION_FORMATS).optional(),
  temperature: z.coerce.number().min(0).max(1).optional(),
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
  /** The upstream's own JSON body, passed through for `json` and `verbose_json`. */
  raw?: Record<string, unknown>;
}

export interface TranscriptionCapability {
  transcribe(request: TranscriptionRequest, context: CallContext): Promise<TranscriptionResult>;
}
