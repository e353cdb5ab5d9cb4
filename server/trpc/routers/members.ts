import { z } from "zod";
import { noInput } from "@/lib/contracts/no-input";
import {
  addMemberInput,
  addMemberResult,
  changeMemberRoleInput,
  memberView,
  removeMemberInput,
} from "@/lib/contracts/tenant";
import { addMember } from "@/server/services/members/add-member";
import { changeMemberRole } from "@/server/services/members/change-member-role";
import { listMembers } from "@/server/services/members/list-members";
import { removeMember } from "@/server/services/members/remove-member";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const membersRouter = router({
  list: tenantProcedure("members.read")
    .input(noInput)
    .output(z.array(memberView))
    .query(({ ctx }) => listMembers(ctx)),
  add: tenantProcedure("members.write")
    .input(addMemberInput)
    .output(addMemberResult)
    .mutation(({ ctx, input }) => addMember(ctx, input)),
  changeRole: tenantProcedure("members.write")
    .input(changeMemberRoleInput)
    .output(memberView)
    .mutation(({ ctx, input }) => changeMemberRole(ctx, input)),
  remove: tenantProcedure("members.write")
    .input(removeMemberInput)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx, input }) => removeMember(ctx, input)),
});
