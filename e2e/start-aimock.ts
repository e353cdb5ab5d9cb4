import { LLMock } from "@copilotkit/aimock";

/** Ids as OpenAI and Jina name them, so that the catalog knows their type and, where published, their price. */
export const AIMOCK_MODELS = {
  chat: "gpt-4o-mini",
  embedding: "text-embedding-3-small",
  rerank: "jina-reranker-v2-base-multilingual",
  speech: "tts-1",
  transcription: "whisper-1",
} as const;

/** 21 tokens in, 9 out, of which none were cached: what the answers below report. */
export const CHAT_USAGE = { prompt_tokens: 21, completion_tokens: 9, total_tokens: 30 };
export const CHAT_TEXT = "Locks lift boats, sluices let water through.";

/** An upstream that others wrote, speaking OpenAI's dialect for all five types. */
export async function startAimock(port: number): Promise<LLMock> {
  const mock = new LLMock({ port, host: "127.0.0.1" });
  const { chat, embedding, speech, transcription } = AIMOCK_MODELS;
  mock.on({ model: chat }, { content: CHAT_TEXT, usage: CHAT_USAGE });
  mock.on({ model: embedding, endpoint: "embedding" }, { embedding: [0.6, 0.8, 0] });
  mock.on(
    { model: speech, endpoint: "speech" },
    { audio: Buffer.from("spoken audio").toString("base64"), format: "mp3" },
  );
  mock.on(
    { model: transcription, endpoint: "transcription" },
    { transcription: { text: "Water under the gate.", usage: { type: "duration", seconds: 5 } } },
  );
  mock.onRerank(/.*/, [
    { index: 1, relevance_score: 0.97 },
    { index: 0, relevance_score: 0.11 },
  ]);
  await mock.start();
  // It answers rerank under Cohere's path only: the same handler under Jina's.
  mock.mount("/v1/rerank", {
    async handleRequest(req, res) {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk);
      const answer = await fetch(`${mock.url}/v2/rerank`, { method: "POST", body: Buffer.concat(chunks) });
      res.writeHead(answer.status, { "content-type": "application/json" });
      res.end(await answer.text());
      return true;
    },
  });
  return mock;
}
