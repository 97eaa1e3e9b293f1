import { functionRules } from "../google/functions.ts";
import { accountIdRules, roleRules } from "../google/iam.ts";
import { refusals } from "../google/rule.ts";
import { scheduledJobRules } from "../google/scheduler.ts";
import type { Resource } from "./planned.ts";

/** Why Google refuses a planned function, job, account or grant: test/google has the rules. */
export const googleRefuses = ({ type, values }: Resource): string[] => {
  const name: string = values["name"] ?? "";
  if (type === "google_service_account") return refusals(accountIdRules, values["account_id"]);
  if (type.includes("_iam_")) return refusals(roleRules, values["role"]);
  if (type.endsWith("scheduler_job")) {
    const { schedule, attempt_deadline, time_zone: timeZone, retry_config } = values;
    const retries = retry_config?.[0]?.retry_count ?? 0;
    // A job that publishes has no deadline, whatever the provider shows.
    const deadline = values["http_target"]?.length
      ? { attemptDeadlineSeconds: Number.parseInt(attempt_deadline, 10) }
      : {};
    return refusals(scheduledJobRules, { name, schedule, timeZone, retries, ...deadline });
  }
  const service = values["service_config"]?.[0] ?? {};
  const events = (values["event_trigger"] ?? []).map(({ event_type }: { event_type: string }) => event_type);
  return refusals(functionRules, {
    name,
    calledBy: events.length > 0 ? "event" : "http",
    timeoutSeconds: service.timeout_seconds,
    memory: service.available_memory,
    cpu: Number(service.available_cpu),
    concurrency: service.max_instance_request_concurrency,
    events,
    environment: service.environment_variables ?? {},
  });
};
