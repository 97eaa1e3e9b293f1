import { messageRules } from "../../google/pubsub.ts";
import { refusals, requireTaken } from "../../google/rule.ts";
import type { World } from "./world.ts";

export type Message = unknown;
export type Deliver = (topic: string, message: Message) => Promise<void>;

const maxAttempts = 5;

/** Pub/Sub and Eventarc: at least once, in any order, now and then twice under another id, sometimes not at all. */
export class Bus {
  readonly deadLetters: { readonly topic: string; readonly error: string }[] = [];
  deliveries = 0;
  readonly #world: World;
  readonly #deliver: Deliver;
  /** How many processes of a topic run at once; the others' messages wait. */
  readonly #atOnce: (topic: string) => number;
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(world: World, deliver: Deliver, atOnce: (topic: string) => number) {
    this.#world = world;
    this.#deliver = deliver;
    this.#atOnce = atOnce;
  }

  publish(topic: string, message: Message): void {
    requireTaken(refusals(messageRules, { data: JSON.stringify(message) }));
    const { loseMessage, doubleMessage } = this.#world.dice.faults;
    if (this.#world.random.chance(loseMessage)) return;
    this.send(topic, message);
    if (this.#world.random.chance(doubleMessage)) this.send(topic, message);
  }

  /** Neither lost nor doubled. */
  send(topic: string, message: Message): void {
    this.#later(topic, message, 1, this.#world.random.below(3000));
  }

  #later(topic: string, message: Message, attempt: number, ms: number): void {
    this.#world.turns.after(ms, () => {
      // Not awaited: others have their turns meanwhile.
      void this.#attempt(topic, message, attempt);
    });
  }

  async #attempt(topic: string, message: Message, attempt: number): Promise<void> {
    await this.#free(topic);
    try {
      this.deliveries++;
      await this.#deliver(topic, message);
    } catch (error) {
      if (attempt >= maxAttempts) this.deadLetters.push({ topic, error: String(error) });
      else this.#later(topic, message, attempt + 1, this.#world.random.below(1000 * 2 ** attempt));
    } finally {
      this.#running.set(topic, (this.#running.get(topic) ?? 1) - 1);
      this.#waiting.get(topic)?.shift()?.();
    }
  }

  async #free(topic: string): Promise<void> {
    if ((this.#running.get(topic) ?? 0) >= this.#atOnce(topic))
      await new Promise<void>((resolve) => {
        this.#waiting.set(topic, [...(this.#waiting.get(topic) ?? []), resolve]);
      });
    this.#running.set(topic, (this.#running.get(topic) ?? 0) + 1);
  }
}
