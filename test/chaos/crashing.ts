import type { LocalPlatform } from "../../infra/local/platform.ts";
import type { ObjectStore, Warehouse } from "../../shared/ports.ts";

/** The process is gone: nothing it tries afterwards happens. */
export class Crash extends Error {
  override readonly name = "Crash";
}

export interface Countdown {
  /** Side effects so far. */
  effects: number;
  /** The effect after which the process dies, or undefined to live. */
  readonly dieAfter: number | undefined;
}

/** The same platform, dying right after its n-th side effect took place. */
export const crashing = (platform: LocalPlatform, countdown: Countdown): LocalPlatform => ({
  ...platform,
  landing: platform.landing,
  state: store(platform.state, countdown),
  staging: store(platform.staging, countdown),
  models: store(platform.models, countdown),
  serving: store(platform.serving, countdown),
  warehouse: warehouse(platform.warehouse, countdown),
});

const effect = async <Result>(countdown: Countdown, work: () => Promise<Result>): Promise<Result> => {
  assertAlive(countdown);
  const result = await work();
  countdown.effects++;
  assertAlive(countdown);
  return result;
};

const assertAlive = ({ effects, dieAfter }: Countdown): void => {
  if (dieAfter !== undefined && effects >= dieAfter) throw new Crash(`crashed after effect ${dieAfter}`);
};

const store = (real: ObjectStore, countdown: Countdown): ObjectStore => ({
  stat: (...given) => real.stat(...given),
  read: (...given) => real.read(...given),
  list: (...given) => real.list(...given),
  write: (...given) => effect(countdown, () => real.write(...given)),
  upload: (...given) => effect(countdown, () => real.upload(...given)),
  remove: (...given) => effect(countdown, () => real.remove(...given)),
});

const warehouse = (real: Warehouse, countdown: Countdown): Warehouse => ({
  query: (...given) => real.query(...given),
  define: (...given) => real.define(...given),
  run: (job) => effect(countdown, () => real.run(job)),
  load: (job) => effect(countdown, () => real.load(job)),
});
