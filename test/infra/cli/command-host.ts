import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Finished } from "./laptop-process.ts";

/** One process that runs the commands of a test file, one at a time. */
export class CommandHost {
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #before: Promise<unknown> = Promise.resolve();

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  run(args: readonly string[]): Promise<Finished> {
    const mine = this.#before.then(() => this.#ask(args));
    this.#before = mine.catch(() => undefined);
    return mine;
  }

  async #ask(args: readonly string[]): Promise<Finished> {
    this.#child ??= fork(join(import.meta.dirname, "host-process.ts"), {
      cwd: join(import.meta.dirname, "../../.."),
      env: this.#env,
      execArgv: ["--disable-warning=ExperimentalWarning"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const child = this.#child;
    child.send(args);
    const ended = new AbortController();
    try {
      return await Promise.race([
        once(child, "message", { signal: ended.signal }).then(([finished]) => finished as Finished),
        once(child, "exit", { signal: ended.signal }).then(([code]) => {
          throw new Error(`daybook ${args.join(" ")} ended the process that ran it, with ${code}`);
        }),
      ]);
    } finally {
      ended.abort();
    }
  }

  stop(): void {
    this.#child?.kill("SIGKILL");
  }
}
