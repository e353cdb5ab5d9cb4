import {
  ArrowLeftRight,
  BellRing,
  Boxes,
  ChartNoAxesCombined,
  CircleDollarSign,
  DatabaseZap,
  FileCheck,
  FileText,
  FlaskConical,
  Gauge,
  Globe,
  House,
  KeyRound,
  Layers,
  type LucideIcon,
  Plug,
  Route,
  Settings,
  SlidersHorizontal,
  Users,
  Workflow,
} from "lucide-react";
import type { Messages } from "@/lib/i18n/messages";

export interface NavItem {
  /** Also the key of its name in the messages. */
  page: keyof Messages["shell"]["pages"];
  /** Below the tenant's own address. */
  path: string;
  icon: LucideIcon;
  /** Pressed after `g`. */
  key: string;
  /** What holds for every organization is not shown to those who can't open it. */
  isForOperators?: boolean;
}

export interface NavGroup {
  title: keyof Messages["shell"]["groups"] | null;
  items: NavItem[];
}

export const NAV_GROUPS: NavGroup[] = [
  { title: null, items: [{ page: "home", path: "/", icon: House, key: "h" }] },
  {
    title: "build",
    items: [
      { page: "providers", path: "/providers", icon: Plug, key: "p" },
      { page: "models", path: "/models", icon: Boxes, key: "m" },
      { page: "prices", path: "/prices", icon: CircleDollarSign, key: "d" },
      { page: "profiles", path: "/profiles", icon: SlidersHorizontal, key: "f" },
      { page: "processors", path: "/processors", icon: Workflow, key: "w" },
      { page: "templates", path: "/templates", icon: FileText, key: "t" },
      { page: "playground", path: "/playground", icon: FlaskConical, key: "l" },
      { page: "routing", path: "/routing", icon: Route, key: "o" },
    ],
  },
  {
    title: "observe",
    items: [
      { page: "usage", path: "/usage", icon: ChartNoAxesCombined, key: "u" },
      { page: "requests", path: "/requests", icon: ArrowLeftRight, key: "r" },
      { page: "invoiceCheck", path: "/invoice-check", icon: FileCheck, key: "i" },
      { page: "alerts", path: "/alerts", icon: BellRing, key: "a" },
    ],
  },
  {
    title: "govern",
    items: [
      { page: "cache", path: "/cache", icon: DatabaseZap, key: "c" },
      { page: "effectiveConfig", path: "/effective-config", icon: Layers, key: "y" },
      { page: "keys", path: "/keys", icon: KeyRound, key: "k" },
      { page: "limits", path: "/limits", icon: Gauge, key: "b" },
      { page: "members", path: "/members", icon: Users, key: "e" },
      { page: "settings", path: "/settings", icon: Settings, key: "s" },
      { page: "globalModels", path: "/global-models", icon: Globe, key: "v", isForOperators: true },
    ],
  },
];

export const NAV_ITEMS: NavItem[] = NAV_GROUPS.flatMap((group) => group.items);
