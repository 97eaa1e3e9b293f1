import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/**
 * Promise.all over what a bucket lists opens as many connections as there are objects: `someAtOnce` has a limit. What is
 * allowed here runs over a list whose length the code or a contract fixes.
 */
const fixedLists = [
  /\bfeeds\b/,
  /\bstages\b/,
  /\bqueues\b/,
  /\bleases\b/,
  /\breadsFrom\b/,
  /\bstatements\b/,
  /\btasks?\b/i,
  /\bkpis\b/i,
  /length: /,
  /\[\s*$/,
  /Promise\.all\(\[/,
];

/** Lists that are short for a reason. */
const short: Readonly<Record<string, string>> = {
  "infra/local/subscription.ts": "one delivery",
  "infra/laptop/home.ts": "the queues of the pipeline",
  "infra/gcp/bigquery-burn.ts": "a chunk of four jobs",
  "infra/gcp/warehouse.ts": "a chunk of four jobs",
  "infra/gcp/doctor/place.ts": "the services that a deployment needs",
  "shared/value-or-promise.ts": "answers of one request",
  "functions/7-predict/answer-spend.ts": "a part of one request's questions, from memory",
  "functions/8-dashboard/pages/files/read-upload.ts": "the files of one form",
  "functions/1-ingest/formats/workbook-text.ts": "the sheets of one workbook",
};

const unbounded = (text: string): string[] =>
  text
    .split("\n")
    .flatMap((line, index, lines) =>
      /Promise\.all(Settled)?\(/.test(line)
        ? [[line, ...lines.slice(index + 1, index + 3)].join(" ").trim()]
        : [],
    )
    .filter((statement) => !fixedLists.some((fixed) => fixed.test(statement)));

it("no list of objects is worked on all at once", () => {
  const found = globSync("{functions,shared,infra}/**/*.ts")
    .filter((file) => !(file in short))
    .flatMap((file) =>
      unbounded(readFileSync(file, "utf8")).map((statement) => `${file}: ${statement.slice(0, 120)}`),
    );
  expect(found).toEqual([]);
});

it("one that is, is found", () => {
  expect(unbounded("await Promise.all(objects.map(({ name }) => state.remove(name)));")).toHaveLength(1);
});
