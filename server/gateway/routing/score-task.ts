import { TASK_FAMILIES } from "@/lib/contracts/routing";
import { lookUp } from "@/lib/look-up";

/** A task's own word, and the catalog's word for its kind: `refactoring` is `code`. */
export interface TaskWords {
  own: string;
  family: string;
}

export function taskWords(taskType: string): TaskWords {
  return { own: taskType, family: lookUp(TASK_FAMILIES, taskType) ?? taskType };
}

export function isBestFor(bestFor: readonly string[], { own, family }: TaskWords): boolean {
  for (const word of bestFor) if (word === own || word === family) return true;
  return false;
}
