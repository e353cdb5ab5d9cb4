import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { PageRest } from "./page-rest";

let answer: (res: ServerResponse) => Promise<void>;
let rests = 0;
const pages = new PageRest(() => {
  rests += 1;
});
let served: Promise<void>;
const server = createServer((_req, res) => {
  served = pages.during(res, () => answer(res)).catch(() => void res.destroy());
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  rests = 0;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => void vi.useRealTimers());

function ask(): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    get({ host: "127.0.0.1", port, agent: false }, resolve).on("error", reject);
  });
}

/** Its whole answer, and the server done with it. */
async function page(): Promise<void> {
  const response = await ask();
  response.resume();
  await new Promise((resolve) => response.once("end", resolve));
  await served;
}

it("rests a while after the last page, once", async () => {
  answer = async (res) => void res.end("ok");
  await page();
  await page();
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
  vi.advanceTimersByTime(1_000);
  expect(rests).toBe(0);
  vi.advanceTimersByTime(60_000);
  expect(rests).toBe(1);
});

it("never rests while a page is under way", async () => {
  let finish: () => void = () => undefined;
  answer = async (res) => {
    res.write("half");
    finish = () => void res.end("whole");
  };
  const response = await ask();
  await served;
  answer = async (res) => void res.end("ok");
  await page();
  vi.advanceTimersByTime(60_000);
  expect(rests).toBe(0);
  response.resume();
  finish();
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
  vi.advanceTimersByTime(60_000);
  expect(rests).toBe(1);
});

it("rests after a page that failed, too", async () => {
  answer = () => Promise.reject(new Error("broken"));
  await expect(ask()).rejects.toThrow();
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
  vi.advanceTimersByTime(60_000);
  expect(rests).toBe(1);
});
