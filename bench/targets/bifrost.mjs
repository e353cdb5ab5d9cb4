import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createCalls } from "./calls.mjs";
import { freePort } from "./free-port.mjs";
import { answersCall, untilAnswers } from "./until-answers.mjs";

const MODULE = "github.com/maximhq/bifrost/transports/bifrost-http@latest";
const PROGRAM = "bifrost-http";
const INSTALL_LIMIT_MS = 300_000;

/**
 * A gateway in Go: from the PATH, else built by Go itself. One process for each upstream, since it knows one address for each provider; memory is
 * that of the one that answers whole completions. Configured as docs.getbifrost.ai/deployment-guides/config-json says.
 */
export const bifrost = {
  id: "bifrost",
  label: "Bifrost",
  async start({ children, peersDir, workDir, upstreams, models }) {
    const program = onPath() ?? (await install(children, join(peersDir, "bifrost")));
    const [chatPort, streamPort] = [await freePort(), await freePort()];
    const calls = createCalls({
      chatPort,
      streamPort,
      chatModel: `openai/${models.chat}`,
      streamModel: `openai/${models.stream}`,
    });
    const chat = serve("bifrost", chatPort, upstreams.fixed);
    serve("bifrost-stream", streamPort, upstreams.stream);
    await untilAnswers(chat, () => answersCall(calls.chat));
    return { calls, processes: [chat] };

    function serve(name, port, upstream) {
      const directory = join(workDir, name);
      mkdirSync(directory);
      writeFileSync(join(directory, "config.json"), JSON.stringify(configuration(upstream)));
      const args = ["-app-dir", directory, "-host", "127.0.0.1", "-port", String(port), "-log-level", "error"];
      return children.start(name, program, args);
    }
  },
};

function configuration(upstream) {
  return {
    client: { drop_excess_requests: false, enable_logging: false },
    config_store: { enabled: false },
    providers: {
      openai: {
        keys: [{ name: "bench", value: "bench", models: ["*"], weight: 1 }],
        network_config: { base_url: `http://127.0.0.1:${upstream}`, max_retries: 0 },
        concurrency_and_buffer_size: { concurrency: 1000, buffer_size: 5000 },
      },
    },
  };
}

function onPath() {
  const directories = (process.env.PATH ?? "").split(delimiter);
  return directories.map((directory) => join(directory, PROGRAM)).find((path) => existsSync(path));
}

async function install(children, directory) {
  const program = join(directory, PROGRAM);
  if (!existsSync(program)) {
    mkdirSync(directory, { recursive: true });
    try {
      await children.run("go", ["install", MODULE], { env: { GOBIN: directory }, timeoutMs: INSTALL_LIMIT_MS });
    } catch (error) {
      const lastLine = error.message.split("\n").at(-1).trim();
      throw new Error(`Go could not build it: ${lastLine} A ${PROGRAM} on the PATH would be taken.`, { cause: error });
    }
  }
  return program;
}
