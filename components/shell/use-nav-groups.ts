"use client";

import { useSession } from "@/components/shared/session";
import { NAV_GROUPS, type NavGroup } from "./nav-items";

/** The pages that the signed-in person is offered. */
export function useNavGroups(): NavGroup[] {
  const { isOperator } = useSession().user;
  return NAV_GROUPS.map((group) => ({
    ...group,
    items: group.items.filter((item) => isOperator || !item.isForOperators),
  }));
}
