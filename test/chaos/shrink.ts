import type { Schedule } from "./schedule.ts";

/** The smallest schedule that still fails, by leaving out one command or one kind of fault after another. */
export const shrink = async (
  schedule: Schedule,
  fails: (schedule: Schedule) => Promise<boolean>,
): Promise<Schedule> => {
  for (const smaller of oneLess(schedule)) if (await fails(smaller)) return shrink(smaller, fails);
  return schedule;
};

function* oneLess(schedule: Schedule): Iterable<Schedule> {
  const { commands, faults } = schedule;
  for (let left = 0; left < commands.length; left++)
    yield { ...schedule, commands: commands.filter((_, index) => index !== left) };
  for (const [fault, rate] of Object.entries(faults))
    if (rate > 0) yield { ...schedule, faults: { ...faults, [fault]: 0 } };
}
