import type { FileSeverity } from "../../shared/contracts/contract-column.ts";
import type { Feed } from "../../shared/contracts/feed.ts";
import { HeldInput, RejectedInput } from "../../shared/errors.ts";
import type { StagedRows } from "./staged-rows.ts";

/** What tells one line of sale from another, as clean/sales/lines.sql has it. */
export const saleKey = [
  "invoice_no",
  "stock_code",
  "quantity",
  "invoice_date",
  "unit_price",
  "discount",
] as const;

/** Throws RejectedInput if the contract rejects the file as a whole, HeldInput if a person must look at it first. */
export const checkFile = (feed: Feed, staged: StagedRows, object: string, released = false): void => {
  const { statedRows, fatal, holding } = staged;
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
  // A source whose schema changed goes on: its bad rows wait in quarantine, and later changes must not wait for them.
  if (!feed.changes?.holds(object)) checkBadRows(feed, staged, rowsIn, rowsQuarantined);
  if (staged.repeated > 0)
    throw new RejectedInput(
      `${staged.repeated} of ${rowsIn} rows have the ${saleKey.join(", ")} of an earlier row (duplicates: reject in the contract; keep would let all in, quarantine the first of each)`,
    );
  const holds = [
    ...(holding ? [`line ${holding.line}: ${holding.message}`] : []),
    ...checkRowCount(feed, staged),
    ...checkNulls(feed, staged),
  ];
  if (holds.length > 0 && !released)
    throw new HeldInput(holds.join("; "), { rows: staged.rowsKept, rejected: staged.rowsQuarantined });
  if (holds.length > 0) staged.notes.push(`released by a person: ${holds.join("; ")}`);
};

/** Why the file must wait. */
const checkBadRows = (feed: Feed, { firstReject }: StagedRows, rowsIn: number, bad: number): void => {
  const percent = rowsIn === 0 ? 0 : (100 * bad) / rowsIn;
  // A few rows say little by their share, unless none of them is good.
  const isSmall = rowsIn < (feed.percentFromRows ?? 0) && bad < rowsIn;
  if (percent <= feed.maxRejectPercent || isSmall) return;
  const example = firstReject ? `; the first is on line ${firstReject.line}: ${firstReject.message}` : "";
  throw new RejectedInput(
    `${bad} of ${rowsIn} rows are bad (${percent.toFixed(1)} %, allowed are ${feed.maxRejectPercent} %)${example}`,
  );
};

const checkRowCount = ({ minRows }: Feed, staged: StagedRows): string[] => {
  const rowsIn = staged.rowsIn + staged.rejectsErased;
  if (!minRows || rowsIn === 0 || rowsIn > minRows.moreThan) return [];
  return broken(minRows.severity, `${rowsIn} rows, where more than ${minRows.moreThan} are expected`, staged);
};

const checkNulls = (feed: Feed, staged: StagedRows): string[] =>
  feed.columns.flatMap(({ name, maxNullPercent }) => {
    if (!maxNullPercent || staged.rowsKept === 0) return [];
    const percent = (100 * (staged.nulls[name] ?? 0)) / staged.rowsKept;
    if (percent <= maxNullPercent.limit) return [];
    const message = `${name} is missing in ${percent.toFixed(1)} % of the rows, allowed are ${maxNullPercent.limit} %`;
    return broken(maxNullPercent.severity, message, staged);
  });

const broken = (severity: FileSeverity, message: string, { notes }: StagedRows): string[] => {
  if (severity === "reject_file") throw new RejectedInput(message);
  if (severity === "hold") return [message];
  notes.push(message);
  return [];
};
