import { Prisma } from "./generated/client";

/** Whether a statement failed because another row has the same unique value. */
export function isUniqueViolation(error: unknown): error is Prisma.PrismaClientKnownRequestError {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
