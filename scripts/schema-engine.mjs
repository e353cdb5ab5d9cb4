#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which is downloaded from a host that is not always reachable. Speaks what Prisma's
// CLI expects of the binary (JSON-RPC on stdin and stdout, and the `cli` subcommands) and answers from the WebAssembly build.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const args = process.argv.slice(2);
if (args.includes("--version")) {
  console.log("schema-engine-wasm");
  process.exit(0);
}

// Loaded after --version is answered: the CLI asks for it before each command.
const { connectionFields, createDatabase, dropDatabase, ensureReachable } = await import(
  "./schema-engine/connection.mjs"
);
const { adapterFactory } = await import("./schema-engine/adapter-factory.mjs");
const { lastPanic, loadEngine } = await import("./schema-engine/load-engine.mjs");

const datamodels = valuesOf("--datamodels").map((path) => [path, readFileSync(path, "utf8")]);
const url = JSON.parse(valuesOf("--datasource")[0] ?? "{}").url ?? process.env.DATABASE_URL;
/** Our own requests to the CLI, numbered far from its requests to us. */
let nextOwnId = 1_000_000;
let engine;

const METHODS = {
  createDatabase: () => createDatabase(url),
  ensureConnectionValidity: () => ensureReachable(url),
  getDatabaseVersion: async () => (await theEngine()).version(),
  // The native engine prints the difference itself; the WebAssembly one hands it back.
  async diff(params) {
    const result = await (await theEngine()).diff(params);
    if (result.stdout != null) send({ id: nextOwnId++, method: "print", params: { content: result.stdout } });
    return { ...result, stdout: null };
  },
};

const CLI_COMMANDS = {
  "can-connect-to-database": () => ensureReachable(url),
  "create-database": () => createDatabase(url),
  "drop-database": () => dropDatabase(url),
};

const cliAt = args.indexOf("cli");
if (cliAt >= 0) await runCliCommand(args[cliAt + 1]);
else serve();

async function runCliCommand(name) {
  try {
    const command = CLI_COMMANDS[name];
    if (!command) throw new Error(`The schema engine stand-in knows no command "${name}".`);
    await command();
  } catch (error) {
    const fields = { message: error.message, error_code: error.error_code ?? error.code ?? null };
    process.stderr.write(`${JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields })}\n`);
    process.exitCode = 1;
  }
}

function serve() {
  let queue = Promise.resolve();
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on("line", (line) => {
    if (!line.trim()) return;
    const message = JSON.parse(line);
    // Replies to our own "print" carry no method.
    if (message.method) queue = queue.then(() => answer(message));
  });
  lines.on("close", () => queue.then(() => process.exit(0)));
}

async function answer({ id, method, params }) {
  try {
    const own = METHODS[method];
    const result = own ? await own(params) : await (await theEngine())[method](params);
    send({ id, result: result ?? {} });
  } catch (error) {
    const data = {
      is_panic: Boolean(lastPanic()),
      message: lastPanic() || (error?.message ?? String(error)),
      error_code: error?.code ?? error?.error_code ?? null,
      meta: error?.meta ?? null,
    };
    send({ id, error: { code: 4466, message: "An error happened. Check the data field for details.", data } });
  }
}

async function theEngine() {
  engine ??= await loadEngine({
    datamodels,
    factory: adapterFactory(connectionFields(url ?? "postgresql://none@127.0.0.1:1/none")),
    log: (entry) => process.env.DEBUG && process.stderr.write(`${entry}\n`),
  });
  return engine;
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

function valuesOf(flag) {
  return args.flatMap((arg, index) => (arg === flag ? [args[index + 1]] : []));
}
