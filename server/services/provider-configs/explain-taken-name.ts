import { AppError } from "@/lib/contracts/errors";
import { Prisma } from "@/server/db/generated/client";

/** Turns Postgres's refusal of a second config of one name into a `conflict` that says so; anything else stays as it is. */
export function explainTakenName(name: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") {
      throw new AppError(
        "conflict",
        `A provider config named "${name}" exists already. Choose another name, or edit that one.`,
        { param: "name" },
      );
    }
    throw error;
  };
}
