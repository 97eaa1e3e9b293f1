import { z } from "zod";
import { Problem } from "../../../../shared/routes/problem.ts";
import { content } from "../../../../shared/routes/replies.ts";
import { type HttpRoute, route } from "../../../../shared/routes/route.ts";
import { risk } from "../../../../shared/serving/sections/accounts.ts";
import { andThen } from "../../../../shared/value-or-promise.ts";
import { logAction } from "../../log-action.ts";
import type { Desk } from "../../page.ts";
import { csv } from "../../parts/csv.ts";
import { may, readerOf } from "../../reader.ts";
import { sectionOf } from "../../sources/section-of.ts";
import { CreditQuery, fitting } from "./credit.ts";

/** Whom to call first, for a spreadsheet. It names people: the role is asked for, and the download is logged. */
export const callListCsv = (desk: Desk): HttpRoute =>
  route({
    method: "GET",
    path: "/credit.csv",
    summary: "Accounts by the loss to expect as CSV",
    replies: { csv: z.string() },
    query: CreditQuery,
    answer: ({ query, request }) =>
      andThen(desk.sources.now(), (seen) => {
        const reader = readerOf(request, desk.who);
        if (!may(reader, "analyst"))
          throw new Problem("forbidden", "the call list names people: it needs the role analyst");
        const known = sectionOf(seen, risk);
        const rows = known ? fitting(known, query) : [];
        logAction(desk.platform.log, "/credit.csv", reader, { rows: rows.length });
        return content(
          "csv",
          csv(
            ["account", "name", "branch", "expected_loss", "open", "overdue", "chance", "open_invoices"],
            rows.map(
              ({ account, name, branch, expectedLoss, openAmount, overdueAmount, chance, openInvoices }) => [
                account,
                name,
                branch,
                expectedLoss,
                openAmount,
                overdueAmount,
                chance,
                openInvoices,
              ],
            ),
          ),
          { headers: { "content-disposition": 'attachment; filename="call-list.csv"' }, compress: true },
        );
      }),
  });
