import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";

/** The last row of a page; the next one begins right after it. */
const position = z.tuple([z.iso.datetime(), z.uuid()]);

export interface RequestCursor {
  requestedAt: Date;
  id: string;
}

export function writeCursor({ requestedAt, id }: RequestCursor): string {
  return Buffer.from(JSON.stringify([requestedAt.toISOString(), id])).toString("base64url");
}

/** Throws `invalid_request` for anything that `writeCursor` did not write. */
export function readCursor(cursor: string): RequestCursor {
  try {
    const [requestedAt, id] = position.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return { requestedAt: new Date(requestedAt), id };
  } catch (cause) {
    throw new AppError(
      "invalid_request",
      "The cursor is not one that this list gave out. Begin again without a cursor.",
      { param: "cursor" },
      { cause },
    );
  }
}
