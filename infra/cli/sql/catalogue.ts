import type { Platform } from "../../../shared/platform.ts";
import { shortened } from "../../../shared/words.ts";
import { dictionaryOf } from "../docs/dictionary.ts";
import { table } from "../terminal/table.ts";

/** What `tables` and `describe` tell, from the definitions themselves. */
export interface Catalogue {
  readonly names: readonly string[];
  readonly tables: () => string;
  /** Throws for a table that does not exist. */
  readonly describe: (name: string) => string;
}

const descriptionWidth = 90;

export const catalogueOf = async ({ feeds, kpis }: Pick<Platform, "feeds" | "kpis">): Promise<Catalogue> => {
  const { tables } = await dictionaryOf(feeds, kpis);
  const names = tables.map(({ name }) => name);
  const row = (...cells: readonly string[]) => cells.map((cell) => shortened(cell, descriptionWidth));
  return {
    names,
    tables: () =>
      table(
        ["table", "what it holds"],
        tables.map(({ name, description }) => row(name, description)),
      ),
    describe(asked) {
      const wanted = asked.replaceAll("`", "").toLowerCase();
      const found = tables.filter(({ name }) => name === wanted || name.endsWith(`.${wanted}`));
      const [first] = found;
      if (!first || found.length > 1)
        throw new Error(
          first
            ? `${asked} may be ${found.map(({ name }) => name).join(" or ")}`
            : `there is no table ${asked}; \`tables\` lists them`,
        );
      return table(
        ["column", "type", "what it holds"],
        first.columns.map(({ name, type, description }) => row(name, type, description)),
      );
    },
  };
};
