interface Entry<Job, Result> {
  readonly job: Job;
  readonly bytes: number;
  readonly done: (result: Result) => void;
  readonly failed: (error: unknown) => void;
}

/** Planning a statement costs as much as a small file, so that many share one. Larger ones would only take memory. */
const jobsAtOnce = 32;
const bytesAtOnce = 4 * 1024 * 1024;

/**
 * Jobs of the same shape are done by one statement: those that come while a statement runs are done together by the next. A
 * lone job waits for nobody, and the more there are, the less each costs.
 */
export class BatchesByShape<Job, Result> {
  readonly #work: (jobs: readonly Job[]) => Promise<readonly Result[]>;
  readonly #waiting = new Map<string, Entry<Job, Result>[]>();
  #running = 0;

  /** `work` returns one result per job, in the order of the jobs. */
  constructor(work: (jobs: readonly Job[]) => Promise<readonly Result[]>) {
    this.#work = work;
  }

  do(shape: string, bytes: number, job: Job): Promise<Result> {
    return new Promise<Result>((done, failed) => {
      const entries = this.#waiting.get(shape) ?? [];
      entries.push({ job, bytes, done, failed });
      this.#waiting.set(shape, entries);
      this.#start();
    });
  }

  #start(): void {
    for (const [shape, entries] of this.#waiting) {
      const bytes = entries.reduce((sum, each) => sum + each.bytes, 0);
      if (this.#running > 0 && entries.length < jobsAtOnce && bytes < bytesAtOnce) continue;
      this.#waiting.delete(shape);
      void this.#run(entries);
    }
  }

  async #run(entries: readonly Entry<Job, Result>[]): Promise<void> {
    this.#running += 1;
    await this.#try(entries);
    this.#running -= 1;
    this.#start();
  }

  async #try(entries: readonly Entry<Job, Result>[]): Promise<void> {
    try {
      const results = await this.#work(entries.map(({ job }) => job));
      for (const [index, entry] of entries.entries()) entry.done(results[index] as Result);
    } catch (error) {
      if (entries.length <= 1) return entries[0]?.failed(error);
      // One by one: the error belongs to one of them, and the others must not get it.
      for (const entry of entries) await this.#try([entry]);
    }
  }
}
