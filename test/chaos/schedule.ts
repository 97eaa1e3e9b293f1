import fc from "fast-check";
import type { HoldDecision } from "../../shared/work/holds.ts";
import { type Faults, noFaults } from "./world/faults.ts";
import { badContent, heldContent, objectNames } from "./world/files.ts";
import { type SceneName, scenes } from "./world/scene.ts";

export type Command = { readonly afterMs: number } & (
  | { readonly do: "put"; readonly object: number; readonly content: number; readonly told: boolean }
  | { readonly do: "remove"; readonly object: number; readonly told: boolean }
  | { readonly do: "tell again"; readonly object: number }
  | { readonly do: "decide"; readonly object: number; readonly decision: HoldDecision }
  | { readonly do: "sweep" }
  | { readonly do: "wake" }
  | { readonly do: "deploy" }
  | { readonly do: "stop old deploys" }
);

/** What happens to the bucket and the deployment, and what goes wrong meanwhile. */
export interface Schedule {
  readonly commands: readonly Command[];
  readonly faults: Faults;
  readonly onDelete: "keep" | "retract";
  readonly quietMs: number;
  readonly hasTimers: boolean;
  /** Who goes next: by priorities that change now and then, or evenly. */
  readonly byPriority: boolean;
  /** Whether sweeps can compare raw tables with the manifests: that mends what the protocol should have prevented. */
  readonly comparesRaw: boolean;
  /** Whether rows are judged by what they refer to: the model in memory knows no such checks. */
  readonly judged?: boolean;
  readonly scene: SceneName;
}

const content = fc.nat({ max: badContent });
/** Some things at once, some seconds apart, some after a sweep's patience. */
const afterMs = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 500 }) },
  { weight: 3, arbitrary: fc.nat({ max: 60_000 }) },
  { weight: 1, arbitrary: fc.nat({ max: 1_500_000 }) },
);
const told = fc.nat({ max: 9 }).map((number) => number > 0);
const decision = fc.constantFrom("released" as const, "refused" as const);
const happens = <Name extends string>(name: Name) => fc.record({ do: fc.constant(name), afterMs });

const commandOn = (objects: readonly number[]): fc.Arbitrary<Command> => {
  const object = fc.constantFrom(...objects);
  return fc.oneof(
    { weight: 12, arbitrary: fc.record({ do: fc.constant("put" as const), afterMs, object, content, told }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("remove" as const), afterMs, object, told }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("tell again" as const), afterMs, object }) },
    { weight: 2, arbitrary: happens("sweep") },
    { weight: 2, arbitrary: happens("wake") },
    { weight: 1, arbitrary: happens("deploy") },
    { weight: 1, arbitrary: happens("stop old deploys") },
  );
};

/** A file or two written again and again: work that is late meets newer work. Gaps are of one size, so that some schedules crowd. */
const rewritten: fc.Arbitrary<readonly Command[]> = fc
  .record({
    objects: fc.constantFrom([0], [0, 1], [0, 1, 2]),
    gapMs: fc.constantFrom(500, 5_000, 60_000),
  })
  .chain(({ objects, gapMs }) =>
    fc.array(
      fc.record({
        do: fc.constant("put" as const),
        afterMs: fc.nat({ max: gapMs }),
        object: fc.constantFrom(...objects),
        content: fc.nat({ max: badContent - 1 }),
        told: fc.constant(true),
      }),
      { minLength: 6, maxLength: 14, size: "max" },
    ),
  );

/** Files that wait for a person, who decides on them while sound ones come: early, late, twice, or the other way. */
const heldBack: fc.Arbitrary<readonly Command[]> = fc
  .record({
    objects: fc.constantFrom([0], [0, 1], [2, 5], [7, 8]),
    gapMs: fc.constantFrom(5_000, 60_000, 1_500_000),
  })
  .chain(({ objects, gapMs }) => {
    const each = { afterMs: fc.nat({ max: gapMs }), object: fc.constantFrom(...objects) };
    const put = { ...each, do: fc.constant("put" as const), told: fc.constant(true) };
    return fc.array(
      fc.oneof(
        { weight: 3, arbitrary: fc.record({ ...put, content: fc.constant(heldContent) }) },
        { weight: 1, arbitrary: fc.record({ ...put, content }) },
        { weight: 4, arbitrary: fc.record({ ...each, do: fc.constant("decide" as const), decision }) },
        { weight: 1, arbitrary: happens("deploy") },
      ),
      { minLength: 4, maxLength: 12, size: "max" },
    );
  });

const every = objectNames.map((_, index) => index);
/** All objects, or two or three of them that are then written again and again. */
const mixed: fc.Arbitrary<readonly Command[]> = fc
  .oneof(fc.constant(every), fc.constantFrom([0, 1], [0, 5], [0, 2, 7], [1, 3], [2, 5, 6], [3, 7, 8]))
  .chain((objects) => fc.array(commandOn(objects), { minLength: 1, maxLength: 14, size: "max" }));

const commands = fc.oneof({ weight: 3, arbitrary: mixed }, { weight: 1, arbitrary: rewritten });

/** A fault is absent, rare or common: what only one kind brings about is not drowned by the others. */
const rate = (rare: number, common: number) => fc.constantFrom(0, rare, common);

const faults: fc.Arbitrary<Faults> = fc.record({
  crash: rate(0.01, 0.05),
  pause: rate(0.005, 0.03),
  error: rate(0.01, 0.03),
  loseMessage: rate(0.1, 0.4),
  doubleMessage: rate(0.1, 0.5),
  slowJob: rate(0.2, 0.6),
  failJob: rate(0.05, 0.2),
  refuseJob: rate(0.05, 0.4),
  standStill: rate(0.03, 0.3),
});

/** Faults that only harm together: drowned by the others, they would be met once in ten thousand schedules. */
const companions: readonly (readonly (keyof Faults)[])[] = [
  ["refuseJob", "standStill"],
  ["standStill", "slowJob"],
  ["crash", "failJob"],
  ["pause", "error"],
  ["loseMessage", "crash"],
  ["doubleMessage", "pause"],
];

/** Swarm testing: a schedule has few kinds of fault, and those often. */
const focused: fc.Arbitrary<Faults> = fc.constantFrom(...companions).map((names) => only(names));

const only = (names: readonly (keyof Faults)[]): Faults => ({
  ...noFaults,
  ...Object.fromEntries(names.map((name) => [name, common[name]])),
});

const common: Faults = {
  crash: 0.05,
  pause: 0.03,
  error: 0.03,
  loseMessage: 0.4,
  doubleMessage: 0.5,
  slowJob: 0.6,
  failJob: 0.2,
  refuseJob: 0.4,
  standStill: 0.3,
};

const sound = (commands: readonly Command[], onDelete: Schedule["onDelete"]): readonly Command[] =>
  // Which file counts once one was removed and a corrupt one came is a matter of when each was told.
  onDelete === "keep"
    ? commands
    : commands.map((each) =>
        each.do === "put" && each.content === badContent ? { ...each, content: 0 } : each,
      );

const schedulesOf = (scene: SceneName, of: fc.Arbitrary<readonly Command[]>): fc.Arbitrary<Schedule> =>
  fc
    .record({
      commands: of,
      scene: fc.constant(scene),
      faults: fc.oneof(
        { weight: 4, arbitrary: faults },
        { weight: 5, arbitrary: focused },
        { weight: 1, arbitrary: fc.constant(noFaults) },
      ),
      onDelete: fc.constantFrom("keep" as const, "retract" as const),
      quietMs: fc.constantFrom(0, 500, 3000),
      hasTimers: fc.boolean(),
      byPriority: fc.boolean(),
      comparesRaw: fc.boolean(),
    })
    .map((schedule) => ({ ...schedule, commands: sound(schedule.commands, schedule.onDelete) }));

const schedules = schedulesOf("files", commands);

/** Pieces of a log, in any order, each of which may be replaced, removed, lost and told again. */
const schedulesOfChanges = schedulesOf(
  "changes",
  fc.array(commandOn(scenes.changes.objects.map((_, index) => index)), {
    minLength: 3,
    maxLength: 14,
    size: "max",
  }),
);

/** The schedule of a seed: the same one every time. */
export const scheduleOf = (seed: number, scene: SceneName = "files"): Schedule =>
  sampled(seed, scene === "changes" ? schedulesOfChanges : schedules);

/** A schedule with these faults only, in which late work meets newer work: what one of hundreds of others would show. */
export const aimedSchedule = (seed: number, aim: readonly (keyof Faults)[]): Schedule => ({
  ...scheduleOf(seed),
  commands: sampled(seed, rewritten),
  faults: only(aim),
  byPriority: true,
});

/** A schedule in which files wait for a person; in the others none does. */
export const heldSchedule = (seed: number): Schedule => ({
  ...scheduleOf(seed),
  commands: sampled(seed, heldBack),
  onDelete: "keep",
});

const sampled = <Value>(seed: number, values: fc.Arbitrary<Value>): Value => {
  const [value] = fc.sample(values, { seed, numRuns: 1 });
  if (value === undefined) throw new Error(`seed ${seed} gave nothing`);
  return value;
};
