import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

/** Across process namespaces a pid proves nothing; there a mark not touched for this long means its process is gone. */
const SILENT_AFTER_MS = 30_000;
const MARK = "owner.json";

const ownerMark = z.object({ pid: z.number(), processStart: z.string(), pidNamespace: z.string() });
type OwnerMark = z.infer<typeof ownerMark>;

const ADOPTED = "adopted-";

/** The process that wrote a journal, by the name of its directory, adopted or not. */
export function writerIdOf(name: string): string {
  return name.startsWith(ADOPTED) ? name.slice(ADOPTED.length) : name;
}

/** Creates `<root>/<writerId>` together with this process's mark, in one step, so that nobody sees it unowned. */
export function createOwnedDirectory(root: string, writerId: string): string {
  const directory = join(root, writerId);
  makeDirectory(root);
  const draft = join(root, `.new-${writerId}`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft);
  writeFileSync(join(draft, MARK), JSON.stringify(markOf(process.pid)));
  renameSync(draft, directory);
  return directory;
}

/** Tells processes in other namespaces that this directory's owner lives. */
export function touchOwnerMark(directory: string, nowMs: number): void {
  utimesSync(join(directory, MARK), nowMs / 1000, nowMs / 1000);
}

/** Leaves the directory to whoever starts next, or removes it when nothing is left in it. */
export function releaseDirectory(directory: string): void {
  rmSync(join(directory, MARK), { force: true });
  if (readdirSync(directory).length === 0) rmdirSync(directory);
}

/**
 * Moves every journal whose owner is dead into `directory` and returns the moved paths. The move is one rename, so of two processes
 * that try, one gets it.
 */
export function claimDeadJournals(root: string, directory: string, writerId: string, nowMs: number): string[] {
  const claimed: string[] = [];
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === writerId || entry.name.startsWith(".new-")) continue;
    const from = join(root, entry.name);
    if (isOwned(from, nowMs)) continue;
    const to = join(directory, `${ADOPTED}${entry.name}`);
    if (renameIfThere(from, to)) claimed.push(to);
  }
  return claimed;
}

/** Not `recursive` at once: on a read-only disk that reports ENOENT and hides the reason. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  if (existsSync(dirname(path))) mkdirSync(path);
  else mkdirSync(path, { recursive: true });
}

function renameIfThere(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isOwned(directory: string, nowMs: number): boolean {
  const path = join(directory, MARK);
  let mark: OwnerMark;
  let touchedAtMs: number;
  try {
    mark = ownerMark.parse(JSON.parse(readFileSync(path, "utf8")));
    touchedAtMs = statSync(path).mtimeMs;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError || error instanceof z.ZodError) return false;
    throw error;
  }
  const here = markOf(mark.pid);
  if (mark.pidNamespace !== here.pidNamespace || here.pidNamespace === "") return nowMs - touchedAtMs < SILENT_AFTER_MS;
  return here.processStart !== "" && here.processStart === mark.processStart;
}

/** On systems without /proc both facts are empty, and the mark's age decides. */
function markOf(pid: number): OwnerMark {
  return {
    pid,
    processStart: readOr(() => processStartOf(pid)),
    pidNamespace: readOr(() => readlinkSync("/proc/self/ns/pid")),
  };
}

function readOr(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error) return "";
    throw error;
  }
}

/** Field 22 of /proc/PID/stat, counted behind the command's closing parenthesis (see proc_pid_stat(5)), with the boot it belongs to; a zombie is dead. */
function processStartOf(pid: number): string {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(")").at(-1)?.trim().split(" ") ?? [];
  if (fields[0] === "Z" || fields[0] === "X") return "";
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${fields[19] ?? ""}`;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
