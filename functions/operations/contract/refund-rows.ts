import type { Meaning } from "../../../shared/contracts/header-words.ts";
import type { SampleColumn } from "./assign-columns.ts";
import type { ReadFile } from "./read-files.ts";

/** A column whose words tell which lines are refunds, though their figures are positive. */
export interface RefundColumn {
  readonly column: SampleColumn;
  readonly values: readonly string[];
}

export const kindHeaders =
  /\b(type|kind|event|operation|art|typ|vorgang|tipo|operazione|soort|nature|rodzaj|belegart|vorgangsart|buchungsart|transaktionstyp|transaktionstype|druh|tür|区分)\b/iu;
const refundWords =
  /^(refund(ed)?|return(ed)?|sale return|credit note|retoure?|rückgabe|gutschrift|erstattung|storno|remboursement|avoir|retour|devolución|abono|reembolso|reso|rimborso|storno|terugbetaling|retourzending|devolução|estorno|refunds?|returns?|credit( memo)?|retur|retour|kreditnota|kreditfaktura|zwrot|korekta|dobropis|vratka|iade|返品)$/i;
export const mostKinds = 12;

/** Undefined where no column tells, or where the figures of refunds are negative already. */
export const refundColumn = (
  files: readonly ReadFile[],
  columns: readonly SampleColumn[],
  assigned: ReadonlyMap<Meaning, SampleColumn>,
): RefundColumn | undefined => {
  const taken = [...assigned.values()];
  for (const column of columns) {
    if (taken.includes(column) || !kindHeaders.test(column.header)) continue;
    const kinds = new Set(column.texts);
    const values = kinds.size > mostKinds ? [] : [...kinds].filter((kind) => refundWords.test(kind));
    if (values.length > 0 && arePositive(files, column.header, values, assigned)) return { column, values };
  }
  return undefined;
};

const arePositive = (
  files: readonly ReadFile[],
  header: string,
  values: readonly string[],
  assigned: ReadonlyMap<Meaning, SampleColumn>,
): boolean =>
  files.every(({ table }) => {
    const kind = table.headers.indexOf(header);
    const figures = (["quantity", "unit_price", "line_total"] as const).flatMap((meaning) => {
      const index = table.headers.indexOf(assigned.get(meaning)?.header ?? "");
      return index < 0 ? [] : [index];
    });
    return table.rows
      .filter(({ cells }) => values.includes(cells[kind] ?? ""))
      .every(({ cells }) => figures.every((index) => !/^\W*[-(\u2212]|-\W*$/.test(cells[index] ?? "")));
  });
