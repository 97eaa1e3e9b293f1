import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { measure } from "../child.ts";
import { checks, columns, nameOf } from "./checks.ts";
import { writeContract } from "./contract.ts";
import { writeMadeFile } from "./made-file.ts";

const here = import.meta.dirname;
const environment = join(here, ".venv");
const python = join(environment, "bin/python");
const requirements = join(here, "requirements.txt");
const installed = join(environment, "installed.txt");

/** Great Expectations, Pandera and dataframely with their usual settings, beside the goal for each. */
const peers = [
  { tool: "great_expectations", name: "Great Expectations", goal: 10 },
  { tool: "pandera", name: "Pandera", goal: 2 },
  { tool: "dataframely", name: "dataframely", goal: 2 },
] as const;

const Counts = z.record(z.string(), z.int());
const OwnNote = z.strictObject({ cpu: z.number(), counts: Counts });
const PeerAnswer = z.strictObject({
  read: z.number(),
  check: z.number(),
  /** Processor seconds of the whole process: on a busy machine they say more than those of the clock. */
  cpu: z.number(),
  peakMiB: z.number(),
  counts: Counts,
});

/** A file of so many rows against 40 checks: Daybook's seconds from dropped to at rest beside those of the peers. */
export const compareQuality = async (rows: number): Promise<boolean> => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-quality-"));
  try {
    const file = join(folder, "lines.csv");
    const expected = writeMadeFile(file, rows);
    const contracts = writeContract(join(folder, "with"), true);
    const asked = join(folder, "checks.json");
    writeFileSync(
      asked,
      JSON.stringify({ columns, checks: checks.map((check) => ({ ...check, name: nameOf(check) })) }),
    );
    const own = measure("./quality/run-quality.ts", [file, contracts]);
    const { cpu, counts } = OwnNote.parse(JSON.parse(own.note ?? "{}"));
    assertSame("Daybook", counts, expected);
    const unchecked = measure("./quality/run-quality.ts", [
      file,
      writeContract(join(folder, "without"), false),
    ]);
    install();
    const answers = peers.map((peer) => ({ ...peer, ...askPeer(peer.tool, file, asked) }));
    for (const { name, counts } of answers) assertSame(name, counts, expected);
    const day = newDay(folder, contracts);
    return tell(rows, { ...own, cpu, unchecked: unchecked.seconds }, answers, day);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** So many rows has a day of a mid-sized company. */
const rowsOfADay = 20_000;
const repeats = 5;

/** One more day after ten others, under the contract and under one without checks: the least of several, as little disturbed as can be. */
const newDay = (folder: string, contracts: string) => {
  const days = Array.from({ length: 10 }, (_, place) => {
    const file = join(folder, `day-${place}.csv`);
    writeMadeFile(file, rowsOfADay, place * rowsOfADay);
    return file;
  });
  const file = join(folder, "new-day.csv");
  writeMadeFile(file, rowsOfADay, days.length * rowsOfADay);
  const plain = writeContract(join(folder, "without"), false);
  // Processor seconds, since a day takes so few seconds that anything else on the machine would decide.
  const least = (contract: string) =>
    Math.min(
      ...Array.from({ length: repeats }, () => {
        const { note } = measure("./quality/run-quality.ts", [file, contract, ...days]);
        return OwnNote.parse(JSON.parse(note ?? "{}")).cpu;
      }),
    );
  return { withChecks: least(contracts), without: least(plain) };
};

const assertSame = (
  name: string,
  found: Readonly<Record<string, number>>,
  expected: Readonly<Record<string, number>>,
): void => {
  const wrong = Object.entries(expected).filter(([check, count]) => found[check] !== count);
  if (wrong.length > 0)
    throw new Error(
      `${name} counts otherwise: ${wrong.map(([check, count]) => `${check} ${found[check]}, expected ${count}`).join("; ")}`,
    );
};

const tell = (
  rows: number,
  own: {
    readonly seconds: number;
    readonly cpu: number;
    readonly unchecked: number;
    readonly peakMiB: number;
  },
  answers: readonly (z.infer<typeof PeerAnswer> & { readonly name: string; readonly goal: number })[],
  day: ReturnType<typeof newDay>,
): boolean => {
  const perIngest = (day.withChecks - day.without) / day.without;
  const lines = [
    ...answers.map(({ name, goal, read, check, cpu: used }) => {
      const ratio = (read + check) / own.seconds;
      return {
        holds: ratio >= goal,
        text: `${name}: ${ratio.toFixed(2)} x Daybook's seconds, ${(used / own.cpu).toFixed(2)} x its processor seconds (goal: ${goal} x or more)`,
      };
    }),
    {
      holds: own.seconds < 10,
      text: `${rows} rows against ${checks.length} checks: ${own.seconds.toFixed(1)} s (goal: under 10 s)`,
    },
    {
      holds: perIngest <= 1.5,
      text: `the checks of one new day: ${perIngest.toFixed(2)} x its ingest (goal: 1.5 x or less)`,
    },
  ];
  const lost = lines.filter(({ holds }) => !holds);
  for (const { text } of lost) console.log(`LOST ${text}`);
  for (const { text } of lines.filter(({ holds }) => holds)) console.log(`ok   ${text}`);
  console.log(
    `\nEvery tool finds the same rows for each of the ${checks.length} checks. Seconds, and peak memory:`,
  );
  console.log(
    `  Daybook            ${own.seconds.toFixed(2)} from dropped to loaded, every bad row explained; ${own.cpu.toFixed(1)} of the processor, ${own.peakMiB} MiB`,
  );
  console.log(
    `  the same without a check: ${own.unchecked.toFixed(2)}, so the checks alone take ${(own.seconds - own.unchecked).toFixed(2)}`,
  );
  for (const { name, read, check, cpu: used, peakMiB } of answers)
    console.log(
      `  ${name.padEnd(18)} ${read.toFixed(2)} to read, ${check.toFixed(2)} to check; ${used.toFixed(1)} of the processor, ${peakMiB} MiB`,
    );
  console.log(
    `  one new day of ${rowsOfADay} rows: ${day.withChecks.toFixed(2)} processor seconds with all checks, ${day.without.toFixed(2)} with none`,
  );
  return lost.length === 0;
};

const install = (): void => {
  const wanted = readFileSync(requirements, "utf8");
  if (existsSync(installed) && readFileSync(installed, "utf8") === wanted) return;
  run("python3", ["-m", "venv", environment]);
  run(python, ["-m", "pip", "install", "--quiet", "--requirement", requirements]);
  writeFileSync(installed, wanted);
};

const askPeer = (tool: string, file: string, asked: string): z.infer<typeof PeerAnswer> =>
  PeerAnswer.parse(
    JSON.parse(
      run(python, [join(here, "quality_peers.py"), tool, file, asked])
        .trim()
        .split("\n")
        .at(-1) ?? "",
    ),
  );

const run = (command: string, args: readonly string[]): string => {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    env: {
      ...process.env,
      PANDERA_NO_WARN: "1",
      DISABLE_PANDERA_IMPORT_WARNING: "True",
      GX_ANALYTICS_ENABLED: "false",
    },
    maxBuffer: 100_000_000,
  });
  if (error || status !== 0)
    throw new Error(
      `${command} ${args[0]} failed: this bench needs Python 3 with venv and pip. ${stderr.slice(-2000)}`,
    );
  return stdout;
};
