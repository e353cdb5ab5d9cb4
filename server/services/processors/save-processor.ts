import type { ConfigurationPlan } from "@/lib/contracts/configuration";
import { AppError } from "@/lib/contracts/errors";
import type { SaveProcessorInput } from "@/lib/contracts/processor";
import { changeConfiguration } from "@/server/services/configuration/change-configuration";
import type { ServiceContext } from "@/server/services/service-context";

/** Makes or changes a processor. Throws `invalid_configuration` with every reason, and `conflict` where a new one has a taken name. */
export function saveProcessor(
  context: Pick<ServiceContext, "database" | "actor">,
  { name, description, taskType, configuration, templateId, isNew }: SaveProcessorInput,
): Promise<ConfigurationPlan> {
  return changeConfiguration(context, {
    action: "processor.save",
    targetName: name,
    change(current) {
      if (isNew && Object.hasOwn(current.processors, name)) {
        throw new AppError(
          "conflict",
          `There is a processor "${name}" already. Choose another name, or edit that one.`,
          {
            fields: { name: "This name is taken." },
          },
        );
      }
      const kept = templateId === undefined ? current.processors[name]?.template_id : templateId;
      const processor = {
        description,
        task_type: taskType,
        ...(kept ? { template_id: kept } : {}),
        ...configuration,
      };
      return { ...current, processors: { ...current.processors, [name]: processor } };
    },
  });
}
