import type { Interface } from "node:readline";
import { messageOf } from "../../../shared/errors.ts";
import { printableLines } from "../../../shared/words.ts";
import { splitStatements } from "../../googlesql/statements.ts";
import { interruptedCode } from "./interrupt.ts";
import type { Session } from "./session.ts";
import { wordOf } from "./shell-words.ts";

export const prompt = "daybook> ";
const continued = "      -> ";

/** Collects lines to statements and runs them one by one. In a pipe the first fault ends it, as in any script. */
export class LineReader {
  readonly #lines: Interface;
  readonly #session: Session;
  readonly #isTerminal: boolean;
  /** Of a statement that has not ended yet. */
  #text = "";
  #running: AbortController | undefined;
  #isInterrupted = false;

  constructor(lines: Interface, session: Session, isTerminal: boolean) {
    this.#lines = lines;
    this.#session = session;
    this.#isTerminal = isTerminal;
  }

  /** Returns the exit code. */
  async read(): Promise<number> {
    this.#showPrompt();
    for await (const line of this.#lines) {
      const word = this.#text.trim() === "" ? wordOf(line) : undefined;
      if (word?.kind === "quit") return 0;
      const goesOn = await (word ? this.#attempt(() => this.#session.obey(word)) : this.#take(line));
      if (!goesOn) return this.#failure();
      this.#showPrompt();
    }
    return (await this.#askAll(this.#text)) ? 0 : this.#failure();
  }

  /** Ctrl+C: stops a statement that runs, or throws away one that is being typed. */
  interrupt(): void {
    this.#text = "";
    if (this.#running) {
      this.#isInterrupted = true;
      this.#running.abort();
    } else if (this.#isTerminal) {
      process.stdout.write("\n");
      this.#showPrompt();
    } else process.exit(interruptedCode);
  }

  async #take(line: string): Promise<boolean> {
    this.#text += `${line}\n`;
    if (!line.trimEnd().endsWith(";")) return true;
    const sql = this.#text;
    this.#text = "";
    return this.#askAll(sql);
  }

  #askAll(sql: string): Promise<boolean> {
    return this.#attempt(async (signal) => {
      for (const statement of splitStatements(sql)) await this.#session.ask(statement, signal);
    });
  }

  /** Whether to go on. */
  async #attempt(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    this.#running = new AbortController();
    this.#isInterrupted = false;
    try {
      await work(this.#running.signal);
      return true;
    } catch (error) {
      const told = this.#isInterrupted ? "Stopped." : printableLines(messageOf(error));
      process.stderr.write(`${told}\n`);
      return this.#isTerminal;
    } finally {
      this.#running = undefined;
    }
  }

  #failure(): number {
    return this.#isInterrupted ? interruptedCode : 1;
  }

  #showPrompt(): void {
    this.#lines.setPrompt(this.#text === "" ? prompt : continued);
    if (this.#isTerminal) this.#lines.prompt();
  }
}
