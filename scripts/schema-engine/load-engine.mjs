import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";

/** The engine writes the text of a panic here before it aborts. */
const panic = { message: "", set_message: (message) => Object.assign(panic, { message }) };

export function lastPanic() {
  return panic.message;
}

/** Prisma's schema engine in WebAssembly. `datamodels`: pairs of path and content; `factory`: a driver adapter factory. */
export async function loadEngine({ datamodels, factory, log }) {
  const directory = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const glue = await import(pathToFileURL(join(directory, "schema_engine_bg.js")).href);
  globalThis.PRISMA_WASM_PANIC_REGISTRY = panic;
  const wasm = new WebAssembly.Module(readFileSync(join(directory, "schema_engine_bg.wasm")));
  const instance = new WebAssembly.Instance(wasm, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const options = { datamodels: datamodels.length ? datamodels : undefined };
  return glue.SchemaEngine.new(options, log, bindMigrationAwareSqlAdapterFactory(factory));
}
