const PATH = "/v1/chat/completions";

/**
 * What the clients send to one gateway: `chat` for the fixed upstream, `stream(how)` for the streaming one, where `how` is what its last message
 * tells it to do. The same body for all but for the name of the model.
 */
export function createCalls({
  chatPort,
  streamPort = chatPort,
  chatModel,
  streamModel,
  headers = {},
  streamHeaders = headers,
}) {
  const body = (model, content, more = {}) => JSON.stringify({ model, messages: [{ role: "user", content }], ...more });
  return {
    chat: { port: chatPort, path: PATH, headers, body: body(chatModel, "Hello, how are you today?") },
    stream: (how) => ({
      port: streamPort,
      path: PATH,
      headers: streamHeaders,
      body: body(streamModel, how, { stream: true }),
    }),
  };
}
