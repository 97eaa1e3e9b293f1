import type { Feed } from "../../shared/contracts/feed.ts";
import { RejectedInput } from "../../shared/errors.ts";
import type { StagedRows } from "./staged-rows.ts";

/** Throws RejectedInput if the contract rejects the file as a whole. */
export const checkFile = (feed: Feed, staged: StagedRows): void => {
  const { statedRows, fatal } = staged;
  const rowsIn = staged.rowsIn + staged.rejectsErased;
  const rowsQuarantined = staged.rowsQuarantined + staged.rejectsErased;
  if (feed.trailer !== undefined && statedRows === undefined)
    throw new RejectedInput(`there is no closing line "${feed.trailer}"; was the file cut short?`);
  if (statedRows !== undefined && statedRows !== rowsIn)
    throw new RejectedInput(
      `the closing line states ${statedRows} rows, the file has ${rowsIn}; was it cut short?`,
    );
  if (rowsIn === 0 && feed.emptyFile === "reject")
    throw new RejectedInput("the file has a header but no rows");
  if (fatal) throw new RejectedInput(`line ${fatal.line}: ${fatal.message}`);
  const percent = rowsIn === 0 ? 0 : (100 * rowsQuarantined) / rowsIn;
  if (percent > feed.maxRejectPercent && rowsIn >= (feed.percentFromRows ?? 0)) {
    const first = staged.firstReject;
    const example = first ? `; the first is on line ${first.line}: ${first.message}` : "";
    throw new RejectedInput(
      `${rowsQuarantined} of ${rowsIn} rows are bad (${percent.toFixed(1)} %, allowed are ${feed.maxRejectPercent} %)${example}`,
    );
  }
  checkRowCount(feed, staged);
  checkNulls(feed, staged);
};

const checkRowCount = ({ minRows }: Feed, { notes, ...staged }: StagedRows): void => {
  const rowsIn = staged.rowsIn + staged.rejectsErased;
  if (!minRows || rowsIn === 0 || rowsIn > minRows.moreThan) return;
  const message = `${rowsIn} rows, where more than ${minRows.moreThan} are expected`;
  if (minRows.severity === "reject_file") throw new RejectedInput(message);
  notes.push(message);
};

const checkNulls = (feed: Feed, staged: StagedRows): void => {
  for (const { name, maxNullPercent } of feed.columns) {
    if (!maxNullPercent || staged.rowsKept === 0) continue;
    const percent = (100 * (staged.nulls[name] ?? 0)) / staged.rowsKept;
    if (percent <= maxNullPercent.limit) continue;
    const message = `${name} is missing in ${percent.toFixed(1)} % of the rows, allowed are ${maxNullPercent.limit} %`;
    if (maxNullPercent.severity === "reject_file") throw new RejectedInput(message);
    staged.notes.push(message);
  }
};
