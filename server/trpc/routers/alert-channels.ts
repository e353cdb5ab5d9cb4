import { z } from "zod";
import {
  channelInput,
  channelList,
  channelView,
  createChannelInput,
  createChannelResult,
  sendTestResult,
  updateChannelInput,
} from "@/lib/contracts/alert";
import { noInput } from "@/lib/contracts/no-input";
import { removeChannel, updateChannel } from "@/server/services/notifications/change-channel";
import { createChannel } from "@/server/services/notifications/create-channel";
import { listChannels } from "@/server/services/notifications/list-channels";
import { sendTest } from "@/server/services/notifications/send-test";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const alertChannelsRouter = router({
  list: tenantProcedure("alerts.read")
    .input(noInput)
    .output(channelList)
    .query(({ ctx }) => listChannels(ctx)),
  create: tenantProcedure("alerts.write")
    .input(createChannelInput)
    .output(createChannelResult)
    .mutation(({ ctx, input }) => createChannel(ctx, input)),
  update: tenantProcedure("alerts.write")
    .input(updateChannelInput)
    .output(channelView)
    .mutation(({ ctx, input }) => updateChannel(ctx, input)),
  remove: tenantProcedure("alerts.write")
    .input(channelInput)
    .output(z.void())
    .mutation(({ ctx, input }) => removeChannel(ctx, input)),
  sendTest: tenantProcedure("alerts.write")
    .input(channelInput)
    .output(sendTestResult)
    .mutation(({ ctx, input }) => sendTest(ctx, input)),
});
