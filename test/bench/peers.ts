import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { withOnlineRetail } from "./accuracy/online-retail.ts";
import { isReached, protocolText } from "./accuracy/protocol.ts";
import { fitSize } from "./fit-size/fit-size.ts";
import { askPeers } from "./peers/ask-python.ts";
import { fitPeers } from "./peers/fit-peers.ts";
import { forecastPeers, prepareSeries } from "./peers/forecast-peers.ts";
import { prepareRows, spendPeers } from "./peers/spend-peers.ts";

/**
 * Our promoted models against LightGBM, XGBoost, scikit-learn and statsforecast with their usual settings. With `quality`, our
 * checks against Great Expectations, Pandera and dataframely; with `fit`, `daybook fit` on public tables (all, or those named
 * after it); with `fit-size`, its time and memory on a table of `--rows` beside LightGBM's.
 */
const { values, positionals } = parseArgs({
  options: { home: { type: "string" }, rows: { type: "string" } },
  allowPositionals: true,
});
const [suite, ...only] = positionals;
if (suite === "quality") {
  const { compareQuality } = await import("./quality/quality.ts");
  process.exit((await compareQuality(Number(values.rows ?? 1_000_000))) ? 0 : 1);
}
if (suite !== undefined && suite !== "fit" && suite !== "fit-size")
  throw new Error(`there is no suite ${suite}; there are fit, fit-size and quality`);

const retailPeers = async (folder: string): Promise<number> => {
  const [rows, series] = await withOnlineRetail(
    async ({ platform }) =>
      [await prepareRows(platform, folder), await prepareSeries(platform, folder)] as const,
    values.home,
  );
  const answers = await askPeers(folder);
  const protocols = [spendPeers(rows, answers), forecastPeers(series, answers)];
  for (const protocol of protocols) console.log(`${protocolText(protocol)}\n`);
  return protocols.flatMap(({ goals }) => goals).filter((goal) => !isReached(goal)).length;
};

const suites = {
  fit: (folder: string) => fitPeers(folder, only),
  "fit-size": async (folder: string) => fitSize(folder, Number(values.rows ?? 100_000)),
} as const;

const folder = mkdtempSync(join(tmpdir(), "daybook-peers-"));
try {
  const lost = suite === undefined ? await retailPeers(folder) : await suites[suite](folder);
  console.log(
    lost === 0 ? "No peer is better." : `${lost} of the comparisons ${lost === 1 ? "is" : "are"} lost.`,
  );
  process.exitCode = lost === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
