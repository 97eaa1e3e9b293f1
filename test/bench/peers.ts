import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { withOnlineRetail } from "./accuracy/online-retail.ts";
import { isReached, protocolText } from "./accuracy/protocol.ts";
import { askPeers } from "./peers/ask-python.ts";
import { forecastPeers, prepareSeries } from "./peers/forecast-peers.ts";
import { prepareRows, spendPeers } from "./peers/spend-peers.ts";

/**
 * Our promoted models against LightGBM, XGBoost, scikit-learn and statsforecast with their usual settings; with `quality`, our
 * checks against Great Expectations, Pandera and dataframely.
 */
const { values, positionals } = parseArgs({
  options: { home: { type: "string" }, rows: { type: "string", default: "1000000" } },
  allowPositionals: true,
});
if (positionals.includes("quality")) {
  const { compareQuality } = await import("./quality/quality.ts");
  process.exit((await compareQuality(Number(values.rows))) ? 0 : 1);
}
const folder = mkdtempSync(join(tmpdir(), "daybook-peers-"));
try {
  const [rows, series] = await withOnlineRetail(
    async ({ platform }) =>
      [await prepareRows(platform, folder), await prepareSeries(platform, folder)] as const,
    values.home,
  );
  const answers = await askPeers(folder);
  const protocols = [spendPeers(rows, answers), forecastPeers(series, answers)];
  for (const protocol of protocols) console.log(`${protocolText(protocol)}\n`);
  const lost = protocols.flatMap(({ goals }) => goals).filter((goal) => !isReached(goal)).length;
  console.log(
    lost === 0 ? "No peer is better." : `${lost} of the comparisons ${lost === 1 ? "is" : "are"} lost.`,
  );
  process.exitCode = lost === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
