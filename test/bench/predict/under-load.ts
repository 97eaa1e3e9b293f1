import { startPackage } from "../../../infra/deploy/start-time.ts";
import { cpuMs } from "./cpu.ts";
import { load } from "./load.ts";

const processes = 3;
const rounds = 8;
const pace = { count: 100, perSecond: 100 };
const warmUp = { count: 2000, perSecond: 200 };

export interface Asked {
  readonly times: readonly number[];
  /** Processor time an answer. */
  readonly cpuMs: number;
}

/**
 * The very same questions to each of the packages, in turns, so that the machine's other work meets all of them; and in
 * several processes of each, as one process is a tenth faster than another of the same package.
 */
export const underLoad = async <Name extends string>(
  packages: Readonly<Record<Name, string>>,
  settings: Readonly<Record<string, string>>,
  bodies: readonly string[],
): Promise<Readonly<Record<Name, Asked>>> => {
  const found = new Map(Object.keys(packages).map((name) => [name, { times: [] as number[], cpuMs: 0 }]));
  for (let turn = 0; turn < processes; turn++) {
    const started = [];
    for (const [name, folder] of Object.entries<string>(packages))
      started.push({ name, process: await startPackage(folder, "predict", settings) });
    try {
      for (const { process } of started) await load(process.port, bodies, warmUp);
      for (let round = 0; round < rounds; round++)
        for (const { name, process } of started) {
          const before = cpuMs(process.pid);
          const times = await load(process.port, bodies, pace);
          const own = found.get(name);
          own?.times.push(...times);
          if (own) own.cpuMs += (cpuMs(process.pid) - before) / (processes * rounds * pace.count);
        }
    } finally {
      await Promise.all(started.map(({ process }) => process.stop()));
    }
  }
  return Object.fromEntries(found) as unknown as Record<Name, Asked>;
};
