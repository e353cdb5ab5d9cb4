import { expect, it } from "vitest";
import { tenantSlug } from "@/lib/contracts/tenant";
import { slugOf } from "./slug-of";

it("proposes addresses that the contract accepts", () => {
  for (const name of ["Acme, Inc.", "Crème brûlée", "  --A1--  ", `${"x".repeat(47)} y`]) {
    expect(tenantSlug.safeParse(slugOf(name)).success, name).toBe(true);
  }
  expect(slugOf("Crème brûlée")).toBe("creme-brulee");
});

it("proposes nothing for a name without Latin letters or digits", () => {
  expect(slugOf("示例公司")).toBe("");
});
