import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import next from "next";
import { createConsoleDoor } from "./console/create-console-door";
import { openConsoleDoor } from "./console/door";
import { PageRest } from "./console/page-rest";
import { notePageStorage, restPageStorage } from "./console/page-storage";
import type { Runtime } from "./runtime";

export interface Console {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Ends the sockets of hot reload, which never go idle. */
  closeSockets(): void;
  close(): Promise<void>;
}

/** Next on the same port, behind the data plane. */
export async function startConsole(runtime: Runtime, server: Server): Promise<Console> {
  openConsoleDoor(createConsoleDoor(runtime));
  const { env } = runtime;
  if (env.nodeEnv === "production") notePageStorage();
  const pages = new PageRest(restPageStorage);
  const app = next({ dev: env.nodeEnv !== "production", hostname: env.host, port: env.port });
  const handle = app.getRequestHandler();
  await app.prepare();
  const upgrade = app.getUpgradeHandler();
  const upgraded = new Set<Socket>();
  server.on("upgrade", (req, socket: Socket, head) => {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    upgrade(req, socket, head);
  });
  return {
    async handle(req, res) {
      // The last entry is the one address that we know ourselves; sign-in throttling counts by it.
      const claimed = req.headers["x-forwarded-for"];
      const address = req.socket.remoteAddress ?? "";
      req.headers["x-forwarded-for"] = claimed ? `${claimed}, ${address}` : address;
      await pages.during(res, () => handle(req, res));
    },
    closeSockets() {
      for (const socket of upgraded) socket.destroy();
    },
    close: () => app.close(),
  };
}
