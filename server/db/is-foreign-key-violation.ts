import { Prisma } from "./generated/client";

/** Whether a statement failed because another row refers to what it would take away, or it refers to one that is not there. */
export function isForeignKeyViolation(error: unknown): error is Prisma.PrismaClientKnownRequestError {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2003";
}
