/** One running instance of a function. Once it is dead, nothing that it was about to do happens. */
export class Process {
  readonly stage: string;
  readonly died: Promise<void>;
  /** Until then it stands still, its timers too. */
  stillUntil = 0;
  #isAlive = true;
  #tell: () => void = () => undefined;

  constructor(stage: string) {
    this.stage = stage;
    this.died = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  die(): void {
    this.#isAlive = false;
    this.#tell();
  }
}

/** What a dead process waits for. */
export const never = <Result>(): Promise<Result> => new Promise(() => undefined);
