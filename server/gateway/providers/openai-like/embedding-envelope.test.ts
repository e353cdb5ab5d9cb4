import { describe, expect, it } from "vitest";
import { readEmbeddingEnvelope } from "./embedding-envelope";

const usage = { prompt_tokens: 8, total_tokens: 8 };
const floats = [
  { object: "embedding", index: 0, embedding: [0.1, -2e-7] },
  { object: "embedding", index: 1, embedding: [0.3, 0.4] },
];
const base64 = [
  { embedding: "AAAA/+==", index: 0, object: "embedding" },
  { embedding: "BBBB", index: 1, object: "embedding" },
];
const envelope = { object: "list", data: [], model: "m", usage };

describe("the envelope of an embeddings answer", () => {
  it.each([
    ["compact floats", JSON.stringify({ object: "list", data: floats, model: "m", usage }), "float"],
    [
      "floats written over many lines",
      JSON.stringify({ object: "list", data: floats, model: "m", usage }, null, 2),
      "float",
    ],
    [
      "base64, with the vector before its index",
      JSON.stringify({ object: "list", data: base64, model: "m", usage }),
      "base64",
    ],
    ["the data last", JSON.stringify({ object: "list", model: "m", usage, data: floats }), "float"],
  ] as const)("is found around %s", (_, text, encoding) => {
    expect(readEmbeddingEnvelope(text, encoding, 2)).toEqual(envelope);
  });

  it.each([
    ["vectors in the other encoding", JSON.stringify({ ...envelope, data: base64 }), 2],
    ["fewer vectors than inputs", JSON.stringify({ ...envelope, data: floats }), 3],
    [
      "an item without a vector",
      JSON.stringify({ ...envelope, data: [floats[0], { object: "embedding", index: 1 }] }),
      2,
    ],
    ["an answer cut in a vector", JSON.stringify({ ...envelope, data: floats }).slice(0, 100), 2],
    ["an answer cut behind the vectors", JSON.stringify({ ...envelope, data: floats }).slice(0, -12), 2],
    ["no model", JSON.stringify({ object: "list", data: floats, usage }), 2],
    ["an error", JSON.stringify({ error: { message: "no" } }), 2],
  ])("is not claimed for %s", (_, text, count) => {
    expect(readEmbeddingEnvelope(text, "float", count)).toBeUndefined();
  });
});
