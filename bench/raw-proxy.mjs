// The least a gateway in one Node process can do: `node raw-proxy.mjs <port> <fixed upstream's port> <stream upstream's port>`. Reads the
// request's and the answer's JSON and passes both on; streams go through as bytes. Knows no keys, tenants, limits, prices or records.
import { createServer } from "node:http";
import { pipeline } from "node:stream/promises";
import { Pool } from "undici";

const [port, ...upstreams] = process.argv.slice(2).map(Number);
const [fixed, streaming] = upstreams.map((each) => new Pool(`http://127.0.0.1:${each}`, { connections: 256 }));

createServer((req, res) => {
  const pieces = [];
  req.on("data", (piece) => pieces.push(piece));
  req.on("end", () => {
    forward(req.url, JSON.parse(Buffer.concat(pieces).toString()), res).catch((error) => res.destroy(error));
  });
}).listen(port, "127.0.0.1");

async function forward(path, body, res) {
  const {
    statusCode,
    headers,
    body: answer,
  } = await (body.stream ? streaming : fixed).request({
    path,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  res.writeHead(statusCode, { "content-type": headers["content-type"] });
  if (body.stream) return pipeline(answer, res);
  const text = await answer.text();
  JSON.parse(text);
  res.end(text);
}
