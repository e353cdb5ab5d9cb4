import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCalls } from "./calls.mjs";
import { freePort } from "./free-port.mjs";
import { answersCall, untilAnswers } from "./until-answers.mjs";

const VERSION = "1.106.2";
const INSTALL_LIMIT_MS = 300_000;
const START_LIMIT_MS = 120_000;
const KEY = "sk-bench";

/** The best-known gateway, in Python: one worker, one key, no database. */
export const litellm = {
  id: "litellm",
  label: `LiteLLM ${VERSION}`,
  async start({ children, peersDir, workDir, upstreams, models }) {
    const program = await install(children, join(peersDir, `litellm-${VERSION}`));
    const port = await freePort();
    const config = join(workDir, "litellm.yaml");
    const model = (name, upstream) => ({
      model_name: name,
      litellm_params: { model: `openai/${name}`, api_base: `http://127.0.0.1:${upstream}/v1`, api_key: "bench" },
    });
    // JSON is YAML too.
    const settings = {
      model_list: [model(models.chat, upstreams.fixed), model(models.stream, upstreams.stream)],
      litellm_settings: { telemetry: false },
      general_settings: { master_key: KEY },
    };
    writeFileSync(config, JSON.stringify(settings));
    const started = children.start(
      "litellm",
      program,
      ["--config", config, "--host", "127.0.0.1", "--port", String(port)],
      {
        cwd: workDir,
        env: { LITELLM_LOG: "ERROR", LITELLM_LOCAL_MODEL_COST_MAP: "True", NO_DOCS: "True" },
      },
    );
    const calls = createCalls({
      chatPort: port,
      chatModel: models.chat,
      streamModel: models.stream,
      headers: { authorization: `Bearer ${KEY}` },
    });
    await untilAnswers(started, () => answersCall(calls.chat), START_LIMIT_MS);
    return { calls, processes: [started] };
  },
};

async function install(children, directory) {
  const program = join(directory, "bin", "litellm");
  if (!existsSync(program)) {
    console.log(`Installing LiteLLM ${VERSION} below bench/.peers …`);
    mkdirSync(directory, { recursive: true });
    await children.run("python3", ["-m", "venv", directory], { timeoutMs: INSTALL_LIMIT_MS });
    const pip = ["install", "--quiet", "--disable-pip-version-check", `litellm[proxy]==${VERSION}`];
    await children.run(join(directory, "bin", "pip"), pip, { timeoutMs: INSTALL_LIMIT_MS });
  }
  return program;
}
