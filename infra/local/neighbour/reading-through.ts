import type { LocalWarehouse } from "../warehouse.ts";
import { WarehouseBusy } from "../warehouse-busy.ts";
import { askNeighbour } from "./ask-neighbour.ts";
import { Explored, type NeighbourRequest, Rows } from "./request.ts";

/** The same tables. While another process has them open, it is asked: what it answers is what is committed by then. */
export const readingThrough = (home: string, warehouse: LocalWarehouse): LocalWarehouse => ({
  ...warehouse,
  query: async (sql, params = {}) => {
    const own = () => warehouse.query(sql, params);
    const answer = await orNeighbour(home, own, { kind: "query", sql, params });
    return "own" in answer ? answer.own : Rows.parse(answer.value);
  },
  explore: async (question) => {
    const { signal, ...asked } = question;
    const own = () => warehouse.explore(question);
    const answer = await orNeighbour(home, own, { ...asked, kind: "explore" }, signal);
    if ("own" in answer) return answer.own;
    const { parquet, ...explored } = Explored.parse(answer.value);
    return parquet === undefined ? explored : { ...explored, parquet: Buffer.from(parquet, "base64") };
  },
});

type Answer<Own> = { readonly own: Own } | { readonly value: unknown };

const orNeighbour = async <Own>(
  home: string,
  own: () => Promise<Own>,
  asked: NeighbourRequest,
  signal?: AbortSignal,
): Promise<Answer<Own>> => {
  try {
    return { own: await own() };
  } catch (error) {
    if (!(error instanceof WarehouseBusy)) throw error;
    // Without an answer it may have ended meanwhile.
    return (await askNeighbour(home, asked, signal)) ?? { own: await own() };
  }
};
