import { bindStages } from "../../../functions/bind-stages.ts";
import { graph } from "../../../functions/graph.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import type { Feed } from "../../../shared/contracts/feed.ts";
import { ObjectEvent, topicOf, Wake } from "../../../shared/events.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import type { Family } from "../../../shared/learning/model.ts";
import type { Log, Platform } from "../../../shared/platform.ts";
import type { RowTyper } from "../../../shared/staging.ts";
import { Bucket } from "./bucket.ts";
import { Bus } from "./bus.ts";
import { Dice } from "./dice.ts";
import { FaultDice, type Faults } from "./faults.ts";
import { type Engine, Jobs } from "./jobs.ts";
import { passOn } from "./pass-on.ts";
import { clockOf, storeOf, warehouseOf } from "./ports.ts";
import { Process } from "./process.ts";
import { Turns } from "./turns.ts";

export interface WorldOptions {
  readonly seed: number;
  readonly faults: Faults;
  readonly feeds: readonly Feed[];
  /** None if left out: the model's tables are too plain for them. */
  readonly kpis?: readonly Kpi[];
  readonly engine: (world: World) => Engine;
  readonly typer: (world: World) => RowTyper;
  /** A file that the typer left on "disk". */
  readonly fileAt: (path: string) => Promise<Buffer> | Buffer;
  /** Breaks a rule on purpose, between the stage and the world. */
  readonly sabotage?: (platform: Platform, world: World) => Platform;
  readonly log?: Log;
  readonly quietMs?: number;
  readonly maxMs?: number;
  readonly turnMs?: number;
  readonly byPriority?: boolean;
  readonly comparesRaw?: boolean;
  /** A function that is given the processor only now and then has none to count on. */
  readonly hasTimers?: boolean;
  /** Processes of one stage behind ingest at a time; as many as there are messages where it is not said. */
  readonly atOnce?: number;
}

/** Nothing is trained here, and to put all families together at each delivery would take longer than the delivery. */
const noModels: ReadonlyMap<string, Family> = new Map();

/** The whole cloud in one simulated place, with the real stages deployed on it. */
export class World {
  readonly random: Dice;
  readonly turns: Turns;
  readonly dice: FaultDice;
  readonly landing = new Bucket(true);
  readonly staging = new Bucket(false);
  readonly state = new Bucket(false);
  readonly engine: Engine;
  readonly jobs: Jobs;
  readonly bus: Bus;
  readonly errors: string[] = [];
  effects = 0;
  throttled = 0;
  readonly serving = new Bucket(false);
  readonly #models = new Bucket(false);
  readonly #options: WorldOptions;
  readonly #typer: RowTyper;
  /** The newest deploy comes last; until an older one has stopped, either may be given a message. */
  #deployed: (readonly Feed[])[];
  #ids = 0;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.random = new Dice(options.seed);
    this.turns = new Turns(this.random, options.turnMs, options.byPriority);
    this.dice = new FaultDice(options.faults, this.random);
    this.engine = options.engine(this);
    this.jobs = new Jobs(this.engine, this.turns, this.dice);
    const atOnce = (topic: string) =>
      (topic.startsWith("object-") ? undefined : options.atOnce) ?? Number.POSITIVE_INFINITY;
    this.bus = new Bus(this, (topic, message) => this.#deliver(topic, message), atOnce);
    this.#typer = options.typer(this);
    this.#deployed = [options.feeds];
  }

  get feeds(): readonly Feed[] {
    return this.#deployed.at(-1) ?? [];
  }

  deploy(feeds: readonly Feed[]): void {
    this.#deployed.push(feeds);
  }

  stopOldDeploys(): void {
    this.#deployed = [this.feeds];
  }

  get hasTimers(): boolean {
    return this.#options.hasTimers ?? true;
  }

  get comparesRaw(): boolean {
    return this.#options.comparesRaw ?? true;
  }

  fileAt(path: string): Promise<Buffer> | Buffer {
    return this.#options.fileAt(path);
  }

  /** One process of the function that the message is for. Rejects when it died or failed, as a platform would see it. */
  async #deliver(topic: string, message: unknown): Promise<void> {
    const process = new Process(stageOf(topic));
    const feeds = this.#deployed[this.random.below(this.#deployed.length)] ?? this.feeds;
    const platform = this.platform(process, feeds);
    const stages = bindStages(platform, noModels);
    const work = async () => {
      if (topic === "object-finalized") await stages.ingest.run(ObjectEvent.parse(message));
      else if (topic === "object-archived") await stages.retract.run(ObjectEvent.parse(message));
      else if (topic === "sweep") await stages.sweep.run();
      else if (topic === topicOf("clean")) await stages.clean.run(Wake.parse(message));
      else if (topic === topicOf("aggregate")) await stages.aggregate.run(Wake.parse(message));
      else if (topic === topicOf("analyze") && platform.kpis.length > 0)
        await stages.analyze.run(Wake.parse(message));
      else if (topic === topicOf("publish")) await stages.publish.run(Wake.parse(message));
      else await passOn(platform, stageOf(topic));
    };
    const dying = process.died.then(() => Promise.reject(new Error("the process died")));
    await Promise.race([work(), dying]);
  }

  platform(process: Process, feeds: readonly Feed[]): Platform {
    const platform: Platform = {
      landing: storeOf(this, process, this.landing),
      landingName: "landing",
      models: storeOf(this, process, this.#models),
      serving: storeOf(this, process, this.serving),
      staging: storeOf(this, process, this.staging),
      state: storeOf(this, process, this.state),
      warehouse: warehouseOf(this, process),
      typer: this.#typer,
      bus: { publish: async (topic, message) => this.bus.publish(topic, message) },
      clock: clockOf(this, process),
      ids: { next: () => `id${++this.#ids}` },
      log: this.#options.log ?? {
        ...silentLog,
        error: (message, fields) => this.errors.push(`${message} ${JSON.stringify(fields)}`),
      },
      graph,
      feeds,
      kpis: this.#options.kpis ?? [],
      company: { timeZone: "Europe/London", baseCurrency: "GBP" },
      leaseMs: 15_000,
      coalesce: { quietMs: this.#options.quietMs ?? 500, maxMs: this.#options.maxMs ?? 5000 },
    };
    return this.#options.sabotage?.(platform, this) ?? platform;
  }
}

const stageOf = (topic: string): string =>
  ({ "object-finalized": "ingest", "object-archived": "retract" })[topic] ?? topic.replace("daybook-", "");
