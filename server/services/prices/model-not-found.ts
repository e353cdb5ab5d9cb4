import { AppError } from "@/lib/contracts/errors";

export function modelNotFound(): AppError {
  return new AppError("not_found", "There is no model of that id in this organization. Load the list again.");
}
