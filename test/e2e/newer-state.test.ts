import { expect, it } from "vitest";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { openHome } from "../../infra/laptop/home.ts";
import { CompanyOptions, generateCompany } from "../../infra/laptop/synthetic/company.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import { contents, digests } from "./tables.ts";
import { temporaryHome } from "./temporary-home.ts";

const options = { days: 6, customers: 20, products: 12, stores: 2, linesPerDay: 20, mess: 0.4 };
const files = [...generateCompany(CompanyOptions.parse(options))].filter(({ name }) =>
  /^(transactions|customers|products|stores|fx_rates)/.test(name),
);
const isLast = (name: string) => name.includes("-06");

const textOf = async (store: ObjectStore, name: string): Promise<string> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of store.read(name)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

/** Gives every record a field that this version does not know, as the next version may. */
const writeAsNewer = async (store: ObjectStore): Promise<string[]> => {
  const kinds = new Set<string>();
  for (const { name } of await store.list("")) {
    const text = await textOf(store, name);
    const value: unknown = text.startsWith("{") ? JSON.parse(text) : undefined;
    if (value === undefined) continue;
    await store.write(name, JSON.stringify({ ...(value as object), fromLater: { by: "the next version" } }));
    kinds.add(name.split("/")[0] ?? "");
  }
  return [...kinds].sort();
};

it("a home in which a newer version has worked goes on under this one, as after a rollback", async () => {
  const plain = await temporaryHome();
  const rolledBack = await temporaryHome();
  for (const home of [plain, rolledBack]) {
    for (const { name, text } of files) if (!isLast(name)) await home.dropText(name, text);
    await home.settle();
  }

  const { state } = rolledBack.platform;
  expect(await writeAsNewer(state)).toEqual(expect.arrayContaining(["ledger", "manifest"]));
  await state.write("later/of-a-kind-unknown-here.json", "{}");
  await rolledBack.close();

  const env = readEnv({ DAYBOOK_HOME: `${rolledBack.folder}/home` });
  const again = await openHome(env, silentLog, { coalesce: { quietMs: 5, maxMs: 10_000 } });
  try {
    for (const { name, text } of files)
      if (isLast(name)) {
        await plain.dropText(name, text);
        await again.platform.landing.write(name, text);
      }
    await again.recover();
    await again.settle();
    await plain.settle();
    const generations = { generations: false };
    expect(await again.platform.landing.list("transactions/")).toHaveLength(
      files.filter(({ name }) => name.startsWith("transactions/")).length,
    );
    expect(digests(await contents(again.platform.warehouse, generations))).toEqual(
      digests(await contents(plain.platform.warehouse, generations)),
    );
  } finally {
    await again.close();
  }
});
