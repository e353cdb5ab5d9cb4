import { createCalls } from "./calls.mjs";

/** No gateway: what the upstreams themselves do, from which everything added is counted. */
export const direct = {
  id: "direct",
  label: "no gateway",
  async start({ upstreams, models }) {
    return {
      calls: createCalls({
        chatPort: upstreams.fixed,
        streamPort: upstreams.stream,
        chatModel: models.chat,
        streamModel: models.stream,
      }),
      processes: [],
    };
  },
};
