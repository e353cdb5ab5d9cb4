import { join } from "node:path";
import { createCalls } from "./calls.mjs";
import { freePort } from "./free-port.mjs";
import { answersCall, untilAnswers } from "./until-answers.mjs";

/** The ceiling for one Node process: raw-proxy.mjs. */
export const raw = {
  id: "raw",
  label: "raw Node proxy",
  async start({ children, benchDir, upstreams, models }) {
    const port = await freePort();
    const started = children.start(
      "raw",
      process.execPath,
      [join(benchDir, "raw-proxy.mjs"), port, upstreams.fixed, upstreams.stream].map(String),
    );
    const calls = createCalls({ chatPort: port, chatModel: models.chat, streamModel: models.stream });
    await untilAnswers(started, () => answersCall(calls.chat));
    return { calls, processes: [started] };
  },
};
