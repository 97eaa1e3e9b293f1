import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { splitStatements } from "../../infra/googlesql/statements.ts";
import { bodyOf } from "./bodies/body.ts";
import { root } from "./catalogue.ts";
import { constructsIn } from "./constructs-in.ts";
import { snippets } from "./snippets.ts";

const tested = new Set(snippets.flatMap(({ sql }) => [...constructsIn(sql)]));
const files = globSync("{functions,shared}/**/*.sql", { cwd: root })
  .filter((file) => !file.endsWith("/tables.sql") && !file.startsWith("functions/migrations/"))
  .sort();

const untestedIn = (text: string): string[] =>
  splitStatements(text)
    .flatMap((statement) => [...constructsIn(bodyOf(statement).query)])
    .filter((construct, index, all) => !tested.has(construct) && all.indexOf(construct) === index);

it.each(files)("a snippet tests every construct of %s", (file) => {
  expect(untestedIn(readFileSync(join(root, file), "utf8"))).toEqual([]);
});

it("names a construct that no snippet tests", () => {
  const text =
    "select soundex(a), date_diff(a, b, isoyear) from t where a in unnest(b) except all select 1, 2;";

  expect(untestedIn(text)).toEqual(["soundex()", "date_diff(isoyear)", "except all"]);
});

it("tells a function by its date part and a keyword by the next one", () => {
  const used = constructsIn(
    "select date_trunc(d, month) from a left join b on a.x is not null where c not in (1)",
  );

  expect([...used]).toEqual([
    "select",
    "date_trunc(month)",
    "from",
    "left join",
    "join",
    "on",
    "is not",
    "not null",
    "null",
    "where",
    "not in",
    "in",
  ]);
});
