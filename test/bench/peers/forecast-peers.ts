import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Replay } from "../../../shared/learning/forecast/backtest.ts";
import { scoreForecasts } from "../../../shared/learning/forecast/leaderboard.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Protocol } from "../accuracy/protocol.ts";
import { type Case, inUseOn, retailCase } from "../accuracy/sales.ts";
import type { PeerAnswer } from "./ask-python.ts";
import { againstBest } from "./spend-peers.ts";

export interface OurForecasts {
  readonly one: Case;
  readonly replays: readonly Replay[];
}

/** Writes the series of F1 for the peers, and returns our own forecasts at each origin. */
export const prepareSeries = async (platform: Platform, folder: string): Promise<OurForecasts> => {
  const one = await retailCase(platform);
  const replays = inUseOn(one);
  const { firstDay, values } = one.series;
  const origins = replays.map(({ origin }) => origin);
  const horizon = replays[0]?.forecast.length ?? 0;
  writeFileSync(
    join(folder, "series.json"),
    JSON.stringify({ firstDay, values: [...values], origins, horizon }),
  );
  return { one, replays };
};

/** Peers do not know closed days. Their forecasts of those are set to zero, so that only open days are compared. */
export const forecastPeers = ({ one, replays }: OurForecasts, answers: readonly PeerAnswer[]): Protocol => {
  const peers = answers.filter(({ kind }) => kind === "series");
  const lineOf = (name: string, of: readonly Replay[], seconds?: number) => ({
    name,
    baseline: false,
    scores: { ...scoreForecasts(one.series, of) },
    ...(seconds === undefined ? {} : { seconds }),
  });
  const lines = [
    lineOf("Daybook, in use", replays),
    ...[...new Set(peers.map(({ name }) => name))].map((name) => {
      const own = peers.filter((answer) => answer.name === name);
      const said = replays.map((replay) => {
        const predicted = own.find(({ origin }) => origin === String(replay.origin))?.predicted ?? [];
        const forecast = Float64Array.from(replay.open, (open, step) =>
          open ? Math.max(0, predicted[step] ?? Number.NaN) : 0,
        );
        return { ...replay, forecast };
      });
      return lineOf(
        name,
        said,
        own.reduce((total, { seconds }) => total + seconds, 0),
      );
    }),
  ];
  return {
    title: "Daily sales of the next 30 days against statsforecast, Online Retail; closed days known to all",
    facts: [`${replays.length} weekly origins`],
    columns: ["mase", "rmsse", "wape", "totalError", "bias"],
    lines,
    goals: ["rmsse", "wape"].map((measure) => againstBest(lines, measure)),
  };
};
