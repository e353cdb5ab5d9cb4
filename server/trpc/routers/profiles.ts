import { z } from "zod";
import { configurationPlan } from "@/lib/contracts/configuration";
import { noInput } from "@/lib/contracts/no-input";
import { profileNameInput, profileView, saveProfileInput, setDefaultProfileInput } from "@/lib/contracts/profile";
import { listProfiles } from "@/server/services/profiles/list-profiles";
import { removeProfile } from "@/server/services/profiles/remove-profile";
import { saveProfile } from "@/server/services/profiles/save-profile";
import { setDefaultProfile } from "@/server/services/profiles/set-default-profile";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const profilesRouter = router({
  list: tenantProcedure("configuration.read")
    .input(noInput)
    .output(z.array(profileView))
    .query(({ ctx }) => listProfiles(ctx)),
  save: tenantProcedure("configuration.write")
    .input(saveProfileInput)
    .output(configurationPlan)
    .mutation(({ ctx, input }) => saveProfile(ctx, input)),
  setDefault: tenantProcedure("configuration.write")
    .input(setDefaultProfileInput)
    .output(configurationPlan)
    .mutation(({ ctx, input }) => setDefaultProfile(ctx, input)),
  remove: tenantProcedure("configuration.write")
    .input(profileNameInput)
    .output(configurationPlan)
    .mutation(({ ctx, input }) => removeProfile(ctx, input)),
});
