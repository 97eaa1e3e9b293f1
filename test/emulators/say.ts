/** Past vitest's own console, which keeps what passing tests print to itself. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`);
