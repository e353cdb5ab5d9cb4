import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCalls } from "./calls.mjs";
import { freePort } from "./free-port.mjs";
import { answersCall, untilAnswers } from "./until-answers.mjs";

const VERSION = "1.15.2";
/** Those of its own lockfile: with a newer server package every stream fails (github.com/Portkey-AI/gateway/issues/1389). */
const LOCKED = { "@hono/node-server": "1.13.5", hono: "4.9.7" };
const INSTALL_LIMIT_MS = 300_000;

/** The nearest gateway in TypeScript, at its fastest: production mode, headless, no configuration but two headers. */
export const portkey = {
  id: "portkey",
  label: `Portkey ${VERSION}`,
  async start({ children, peersDir, upstreams, models }) {
    const program = await install(children, join(peersDir, `portkey-${VERSION}`));
    const port = await freePort();
    const started = children.start("portkey", process.execPath, [program, `--port=${port}`, "--headless"], {
      env: { NODE_ENV: "production" },
    });
    const headersFor = (upstream) => ({
      authorization: "Bearer bench",
      "x-portkey-provider": "openai",
      "x-portkey-custom-host": `http://127.0.0.1:${upstream}/v1`,
    });
    const calls = createCalls({
      chatPort: port,
      chatModel: models.chat,
      streamModel: models.stream,
      headers: headersFor(upstreams.fixed),
      streamHeaders: headersFor(upstreams.stream),
    });
    await untilAnswers(started, () => answersCall(calls.chat));
    return { calls, processes: [started] };
  },
};

async function install(children, directory) {
  const root = join(directory, "node_modules", "@portkey-ai", "gateway");
  if (versionOf(root) !== VERSION) {
    console.log(`Installing Portkey ${VERSION} below bench/.peers …`);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "package.json"), `${JSON.stringify({ private: true, overrides: LOCKED })}\n`);
    const npm = ["install", "--no-audit", "--no-fund", "--ignore-scripts", `@portkey-ai/gateway@${VERSION}`];
    await children.run("npm", npm, { cwd: directory, timeoutMs: INSTALL_LIMIT_MS });
  }
  return join(root, "build", "start-server.js");
}

function versionOf(root) {
  const path = join(root, "package.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).version : undefined;
}
