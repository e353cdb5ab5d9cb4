import { AppError } from "@/lib/contracts/errors";

export const settingNotFound = () =>
  new AppError("not_found", "There is no such global model any more. Load the page again to see those there are.");
