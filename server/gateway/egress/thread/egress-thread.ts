// Entry of the egress thread: sockets to providers, away from the thread that answers clients.
import { parentPort, workerData } from "node:worker_threads";
import { createEgress } from "@/server/gateway/egress/create-egress";
import { serveRequests } from "./serve-requests";

const { allowPrivateHosts, isOffline }: { allowPrivateHosts: readonly string[]; isOffline: boolean } = workerData;
if (parentPort === null) throw new Error("The egress thread is started by the server.");
serveRequests(parentPort, createEgress({ allowPrivateHosts, isOffline }));
