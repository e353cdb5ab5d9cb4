import { AppError } from "@/lib/contracts/errors";

export const apiKeyNotFound = () => new AppError("not_found", "There is no such API key in this organization.");
