import { aggregates } from "./snippets/aggregates.ts";
import { arrays } from "./snippets/arrays.ts";
import { casts } from "./snippets/casts.ts";
import { conditions } from "./snippets/conditions.ts";
import { dates } from "./snippets/dates.ts";
import { numbers } from "./snippets/numbers.ts";
import { queries } from "./snippets/queries.ts";
import type { Snippet } from "./snippets/snippet.ts";
import { strings } from "./snippets/strings.ts";

/** Constructs that the translator accepts, with GoogleSQL's results. Every test run checks DuckDB; test:sql checks ZetaSQL. */
export const snippets: readonly Snippet[] = [
  ...numbers,
  ...casts,
  ...conditions,
  ...strings,
  ...arrays,
  ...dates,
  ...aggregates,
  ...queries,
];
