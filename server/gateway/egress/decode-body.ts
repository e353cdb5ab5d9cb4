import { pipeline, Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { AppError, isAppError } from "@/lib/contracts/errors";

/**
 * The bytes behind `content-encoding`. Sluice asks for none, but some servers and proxies compress regardless. `maxBodyBytes`
 * counts decoded bytes, so a small compressed answer can't unfold into all memory.
 */
export async function* decodeBody(
  body: AsyncIterableIterator<Buffer>,
  encoding: string,
  maxBodyBytes: number,
): AsyncGenerator<Buffer, void, undefined> {
  const decoder = createDecoder(encoding);
  if (decoder === undefined) {
    throw new AppError(
      "provider_bad_response",
      `The provider compressed its answer as "${encoding.slice(0, 20)}", which Sluice can't read. Check for a proxy in between.`,
    );
  }
  let failure: unknown;
  const decoded = pipeline(Readable.from(body), decoder, (error) => {
    failure = error;
  });
  let totalBytes = 0;
  try {
    for await (const chunk of decoded) {
      const bytes = Buffer.from(chunk);
      totalBytes += bytes.length;
      if (totalBytes > maxBodyBytes) {
        throw new AppError(
          "provider_bad_response",
          `The provider's answer unpacks to more than ${Math.round(maxBodyBytes / 1e6)} MB, which is more than Sluice accepts.`,
        );
      }
      yield bytes;
    }
  } catch (error) {
    const cause = isAppError(failure) ? failure : error;
    if (isAppError(cause)) throw cause;
    throw new AppError(
      "provider_bad_response",
      "The provider's compressed answer is damaged. Try again; if it persists, check for a proxy in between.",
    );
  }
}

function createDecoder(encoding: string) {
  switch (encoding.trim().toLowerCase()) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "br":
      return createBrotliDecompress();
    case "deflate":
      return createInflate();
    default:
      return undefined;
  }
}
