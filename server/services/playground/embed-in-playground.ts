import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { PlaygroundEmbedResult, playgroundEmbedInput } from "@/lib/contracts/playground";
import type { ServiceContext } from "@/server/services/service-context";
import { callerOf, newCall } from "./playground-call";
import { toCallReceipt } from "./to-call-receipt";

const PREVIEW_LENGTH = 16;

export async function embedInPlayground(
  context: ServiceContext,
  { model, input }: z.infer<typeof playgroundEmbedInput>,
  signal?: AbortSignal,
): Promise<PlaygroundEmbedResult> {
  const { result, receipt } = await context.gateway.embed(
    callerOf(context, "playground"),
    { model, input, encoding_format: "float" },
    newCall(signal),
  );
  const vectors = result.vectors.map((vector) => {
    if (typeof vector !== "string") return vector;
    throw new AppError(
      "provider_bad_response",
      "The provider answered with encoded vectors though plain numbers were asked for.",
    );
  });
  return {
    dimensions: vectors[0]?.length ?? 0,
    preview: vectors.map((vector) => vector.slice(0, PREVIEW_LENGTH)),
    similarity: vectors.map((a) => vectors.map((b) => cosine(a, b))),
    receipt: toCallReceipt(receipt),
  };
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const length = Math.sqrt(dot(a, a) * dot(b, b));
  return length === 0 ? 0 : dot(a, b) / length;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
