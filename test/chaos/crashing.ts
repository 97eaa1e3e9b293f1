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
export const crashing = (platform: LocalPlatform, countdown: Countdown): LocalPlatform =>
  withEffects(platform, async (work) => {
    assertAlive(countdown);
    const result = await work();
    countdown.effects++;
    assertAlive(countdown);
    return result;
  });

/** The same platform, telling of each side effect once it took place; one goes after the other. */
export const observed = (platform: LocalPlatform, tell: () => void): LocalPlatform => {
  let before: Promise<unknown> = Promise.resolve();
  return withEffects(platform, (work) => {
    const mine = before.then(work).then((result) => {
      tell();
      return result;
    });
    before = mine.catch(() => undefined);
    return mine;
  });
};

type Effect = <Result>(work: () => Promise<Result>) => Promise<Result>;

const withEffects = (platform: LocalPlatform, effect: Effect): LocalPlatform => ({
  ...platform,
  landing: platform.landing,
  state: store(platform.state, effect),
  staging: store(platform.staging, effect),
  models: store(platform.models, effect),
  serving: store(platform.serving, effect),
  warehouse: warehouse(platform.warehouse, effect),
});

const assertAlive = ({ effects, dieAfter }: Countdown): void => {
  if (dieAfter !== undefined && effects >= dieAfter) throw new Crash(`crashed after effect ${dieAfter}`);
};

const store = (real: ObjectStore, effect: Effect): ObjectStore => ({
  stat: (...given) => real.stat(...given),
  read: (...given) => real.read(...given),
  list: (...given) => real.list(...given),
  write: (...given) => effect(() => real.write(...given)),
  upload: (...given) => effect(() => real.upload(...given)),
  remove: (...given) => effect(() => real.remove(...given)),
});

const warehouse = (real: Warehouse, effect: Effect): Warehouse => ({
  query: (...given) => real.query(...given),
  define: (...given) => real.define(...given),
  run: (job) => effect(() => real.run(job)),
  load: (job) => effect(() => real.load(job)),
  burn: (job) => effect(() => real.burn(job)),
});
