import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import { isTooDeep, MAX_JSON_DEPTH } from "@/lib/is-too-deep";

/** Reads the whole body, or throws `request_too_large` as soon as it is known to be over the bound. */
export function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return readBodyAs(req, maxBytes, (body) => body);
}

/** As `readBody`, handing over what `read` makes of the body. */
function readBodyAs<T>(req: IncomingMessage, maxBytes: number, read: (body: Buffer) => T): Promise<T> {
  const declared = Number(req.headers["content-length"] ?? 0);
  if (declared > maxBytes) return Promise.reject(tooLarge(maxBytes));
  return new Promise((resolve, reject) => {
    // What came with its head is whole by then, and nothing has to flow.
    process.nextTick(() => {
      if (req.complete) resolveWith(wholeOf(req));
      else if (req.destroyed) reject(new AppError("client_closed"));
      else gather();
    });

    function resolveWith(body: Buffer): void {
      try {
        if (body.length > maxBytes) throw tooLarge(maxBytes);
        resolve(read(body));
      } catch (error) {
        reject(error);
      }
    }

    // Listeners and not `for await`: the iterator of a stream costs more than the whole body of a usual call.
    function gather(): void {
      const chunks: Buffer[] = [];
      let size = 0;
      req.on("data", (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size <= maxBytes) return;
        req.pause();
        reject(tooLarge(maxBytes));
      });
      req.on("end", () => resolveWith(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size)));
      // Also after an error, which nobody needs to hear of.
      req.on("close", () => {
        if (!req.complete) reject(new AppError("client_closed"));
      });
    }
  });
}

const NOTHING = Buffer.alloc(0);

/** The body of a request that was received to its end and not read yet. */
function wholeOf(req: IncomingMessage): Buffer {
  const body: unknown = req.read();
  return Buffer.isBuffer(body) ? body : NOTHING;
}

function tooLarge(maxBytes: number): AppError {
  return new AppError(
    "request_too_large",
    `The body is larger than ${Math.floor(maxBytes / 1_000_000)} MB, the limit of this address. Send less at once.`,
  );
}

/** Reads a JSON body and checks it against a schema. Throws `invalid_request` that names the first offending field. */
export function readJson<Schema extends z.ZodType>(
  req: IncomingMessage,
  schema: Schema,
  maxBytes: number,
): Promise<z.output<Schema>> {
  return readBodyAs(req, maxBytes, (body) => checkShape(schema, parseJson(body)));
}

/** As `readJson`, handing over what `read` makes of it and of the text as it was received, for dialects that may pass it on. */
export function readJsonWithText<Value, T>(
  req: IncomingMessage,
  check: (value: unknown) => Value,
  maxBytes: number,
  read: (value: Value, text: string) => T,
): Promise<T> {
  return readBodyAs(req, maxBytes, (body) => {
    const text = body.toString("utf8");
    const parsed = parseJson(text);
    const value = check(parsed);
    return read(value, mayNameTwoModels(text) ? JSON.stringify(parsed) : text);
  });
}

/**
 * Of a field that is there twice, JSON's readers take the last as a rule, but not all of them: what is routed and charged must be what the
 * provider reads, so such a body goes on as it was understood. A name may be written with escapes, too.
 */
function mayNameTwoModels(text: string): boolean {
  const first = text.indexOf('"model"');
  return text.includes('"model"', first + 1) || text.includes("\\u006");
}

/** No API has so many; each unknown one is looked at, and may become a warning. */
const MAX_BODY_FIELDS = 500;

export function parseJson(body: Buffer | string): unknown {
  const text = typeof body === "string" ? body : body.toString("utf8");
  const value = parseText(text);
  if (isTooDeep(text, value))
    throw new AppError(
      "invalid_request",
      `The body is nested more than ${MAX_JSON_DEPTH} levels deep. Send it flatter.`,
    );
  if (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length > MAX_BODY_FIELDS
  )
    throw new AppError(
      "invalid_request",
      `The body has more than ${MAX_BODY_FIELDS} fields. Send only those that mean something.`,
    );
  return value;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError(
      "invalid_request",
      "The body is not valid JSON. Check its quotes, commas and brackets, and send it with content-type: application/json.",
    );
  }
}

/** `checkShape` by a schema, to be handed on. */
export function shapeOf<Schema extends z.ZodType>(schema: Schema): (value: unknown) => z.output<Schema> {
  return (value) => checkShape(schema, value);
}

/** Of a body that is wrong all over, the first faults are enough to go by. */
const MOST_FIELDS = 50;
const MOST_PATH_CHARACTERS = 300;

/** Throws `invalid_request` that names each offending field. */
export function checkShape<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues.slice(0, MOST_FIELDS))
    fields[issue.path.join(".").slice(0, MOST_PATH_CHARACTERS)] ??= issue.message;
  const [first] = Object.entries(fields);
  const [param, reason] = first ?? ["", z.prettifyError(parsed.error)];
  throw new AppError(
    "invalid_request",
    param ? `The field "${param}" is not valid: ${reason}.` : `The body is not valid: ${reason}.`,
    {
      ...(param ? { param } : {}),
      fields,
    },
  );
}
