import { aggregates } from "./snippets/aggregates.ts";
import { arrays } from "./snippets/arrays.ts";
import { casts } from "./snippets/casts.ts";
import { conditions } from "./snippets/conditions.ts";
import { dates } from "./snippets/dates.ts";
import { numbers } from "./snippets/numbers.ts";
import { queries } from "./snippets/queries.ts";
import type { Snippet } from "./snippets/snippet.ts";
import { strings } from "./snippets/strings.ts";

/** What the rewriter accepts, with GoogleSQL's answers: asked of DuckDB in every test run, of ZetaSQL in test:sql. */
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
