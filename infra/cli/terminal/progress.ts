import { number, seconds } from "../../../shared/words.ts";

export interface Progress {
  update(done: number): void;
  end(): void;
}

export interface ProgressTarget {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** What is being done, in a few words. */
export type Describe = () => string | Promise<string>;

export interface Heartbeat {
  /** From now on the text comes from here. */
  now(describe: Describe): void;
  stop(): void;
}

const beatMs = 2000;

/** Says every two seconds what a command is doing: nobody should look at a silent terminal. */
export const heartbeatOn = (target: ProgressTarget, first: Describe, everyMs = beatMs): Heartbeat => {
  const started = performance.now();
  let describe = first;
  let isStopped = false;
  const timer = setInterval(async () => {
    // What cannot be told now is told next time: a command must not fail by talking about itself.
    const text = await tell(describe);
    if (text === undefined || isStopped) return;
    const line = `${text} · ${seconds(performance.now() - started)}`;
    target.write(target.isTTY === true ? `\r\u001b[K${line}` : `${line}\n`);
  }, everyMs);
  return {
    now(next) {
      describe = next;
    },
    stop() {
      isStopped = true;
      clearInterval(timer);
    },
  };
};

const tell = async (describe: Describe): Promise<string | undefined> => {
  try {
    return await describe();
  } catch {
    return undefined;
  }
};

export const noHeartbeat: Heartbeat = { now: () => {}, stop: () => {} };

const barWidth = 24;
const redrawMs = 80;
const fewUnits = 20;

/** A bar that redraws itself on a terminal; elsewhere a plain line per quarter. */
export const progressOn = (target: ProgressTarget, verb: string, total: number, noun: string): Progress =>
  target.isTTY === true ? bar(target, verb, total, noun) : lines(target, verb, total, noun);

export const noProgress: Progress = { update: () => {}, end: () => {} };

const bar = (target: ProgressTarget, verb: string, total: number, noun: string): Progress => {
  const started = performance.now();
  let drawn = 0;
  const draw = (text: string) => {
    drawn = performance.now();
    target.write(`\r\u001b[K${text} · ${seconds(drawn - started)}`);
  };
  return {
    update(done) {
      if (performance.now() - drawn < redrawMs && done < total) return;
      const filled = Math.min(barWidth, total === 0 ? barWidth : Math.floor((barWidth * done) / total));
      const blocks = "█".repeat(filled) + "░".repeat(barWidth - filled);
      draw(`${verb} ${blocks} ${number(done)} of ${number(total)} ${noun}`);
    },
    end: () => void target.write("\r\u001b[K"),
  };
};

const lines = (target: ProgressTarget, verb: string, total: number, noun: string): Progress => {
  // A short list is done before anyone reads a line.
  let quarters = total < fewUnits ? 4 : 0;
  return {
    update(done) {
      const reached = total === 0 ? 4 : Math.floor((4 * done) / total);
      if (reached <= quarters) return;
      quarters = reached;
      target.write(`${verb} ${number(done)} of ${number(total)} ${noun}\n`);
    },
    end: () => {},
  };
};
