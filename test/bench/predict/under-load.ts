import { type Started, startPackage } from "../../../infra/deploy/start-time.ts";
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
 * several processes of each, as one process is a tenth faster than another of the same package. In the order of the folders.
 */
export const underLoad = async (
  folders: readonly string[],
  settings: Readonly<Record<string, string>>,
  bodies: readonly string[],
): Promise<readonly Asked[]> => {
  const asked = folders.map((folder) => ({ folder, times: [] as number[], cpuMs: 0 }));
  for (let turn = 0; turn < processes; turn++) {
    const started: { readonly one: (typeof asked)[number]; readonly process: Started }[] = [];
    try {
      for (const one of asked)
        started.push({ one, process: await startPackage(one.folder, "predict", settings) });
      for (const { process } of started) await load(process.port, bodies, warmUp);
      for (let round = 0; round < rounds; round++)
        for (const { one, process } of started) {
          const before = cpuMs(process.pid);
          one.times.push(...(await load(process.port, bodies, pace)));
          one.cpuMs += (cpuMs(process.pid) - before) / (processes * rounds * pace.count);
        }
    } finally {
      await Promise.all(started.map(({ process }) => process.stop()));
    }
  }
  return asked;
};
