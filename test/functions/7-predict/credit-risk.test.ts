import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { AccountAnswer, RiskAnswer } from "../../../functions/7-predict/credit/api.ts";
import { ask } from "../../../functions/operations/ask-predict.ts";
import { erase } from "../../../functions/operations/erase/erase.ts";
import { outreachCsv, readContacts } from "../../../functions/operations/outreach/outreach.ts";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { creditCompany } from "../../shared/tasks/credit-company.ts";

// Each test is a home with several publications: minutes where other work takes the cores.
vi.setConfig({ testTimeout: 300_000 });

let home: OpenedHome;
const risk = async (query = "") => RiskAnswer.parse(await ask(home.platform, `/v1/risk${query}`));
const account = async (id: string) =>
  AccountAnswer.parse(await ask(home.platform, `/v1/accounts/${id}/risk`));

beforeAll(async () => {
  home = await openTemporaryHome();
  for (const { name, text } of creditCompany()) await home.dropText(name, text);
  await home.settle();
});
afterAll(() => home.discard());

it("ranks accounts by what they are expected to pay late, and adds up to their open invoices", async () => {
  const { accounts, matching, expectedLoss } = await risk();
  expect(accounts.length).toBe(matching);
  expect(accounts.length).toBeGreaterThan(10);
  const losses = accounts.map((each) => each.expectedLoss);
  expect(losses).toEqual(losses.toSorted((one, other) => other - one));
  expect(expectedLoss).toBeCloseTo(
    losses.reduce((sum, loss) => sum + loss, 0),
    1,
  );
  const [open] = await home.rows(
    "select count(*) as n, cast(sum(total - paid - credited) as float64) as amount from credit.invoices where settled_on is null",
  );
  expect(accounts.reduce((sum, { openInvoices }) => sum + openInvoices, 0)).toBe(open?.["n"]);
  expect(accounts.reduce((sum, { openAmount }) => sum + openAmount, 0)).toBeCloseTo(
    Number(open?.["amount"]),
    1,
  );
});

it("takes an invoice past its due date as late, and gives a younger one a chance between", async () => {
  const first = (await risk("?limit=1")).accounts[0];
  const { invoices, expectedLoss } = await account(first?.account ?? "");
  expect(expectedLoss).toBe(first?.expectedLoss);
  for (const { account: id } of (await risk()).accounts)
    for (const { overdueDays, chance, dueOn } of (await account(id)).invoices) {
      if (overdueDays > 0) expect(chance).toBe(1);
      else expect(chance).toBeLessThan(1);
      expect(chance).toBeGreaterThan(0);
      expect(dueOn).toMatch(/^20\d\d-/);
    }
  expect(invoices.length).toBe(first?.openInvoices);
});

it("answers for large accounts and for a branch only, and says what is wrong with a question", async () => {
  const all = await risk();
  const large = await risk("?min_amount=2000");
  expect(large.matching).toBe(all.accounts.filter(({ openAmount }) => openAmount >= 2000).length);
  expect((await risk("?branch=nowhere")).accounts).toEqual([]);
  await expect(risk("?limit=0")).rejects.toThrow(/limit/);
  await expect(account("nobody")).rejects.toThrow('account "nobody" has no open invoice');
  await expect(ask(home.platform, "/v1/cash")).rejects.toThrow(
    "no model for payment_week has been trained yet",
  );
});

it("writes a call list that no spreadsheet runs, with contacts only when asked", async () => {
  const [first] = (await risk("?limit=1")).accounts;
  const found = { ...(await account(first?.account ?? "")), name: '=HYPERLINK("x")' };
  const plain = outreachCsv([found], undefined);
  expect(plain).toContain(`"'=HYPERLINK(""x"")"`);
  expect(plain.split("\r\n")[0]).not.toContain("contact");
  const contacts = await readContacts(home.platform, [found.account]);
  expect(outreachCsv([found], contacts)).toContain("'+44 1632");
});

it("names the first of an account's contacts instead of the person in the register", async () => {
  const [named, phoned, other] = (await risk("?limit=3")).accounts.map(({ account: id }) => id);
  const ids = [named ?? "", phoned ?? "", other ?? ""];
  const before = await readContacts(home.platform, ids);
  await home.dropText(
    "contacts.csv",
    `account,name,telephone,email\n${named},M. Ono,,ono@example.com\n${named},Second,1,\n${phoned},,555 0100,\n`,
  );
  await home.settle();
  const after = await readContacts(home.platform, ids);
  // The register has the phone of another person.
  expect(after.get(ids[0] ?? "")).toEqual({ person: "M. Ono", phone: null, email: "ono@example.com" });
  expect(after.get(ids[1] ?? "")).toEqual({ ...before.get(ids[1] ?? ""), phone: "555 0100" });
  expect(after.get(ids[2] ?? "")).toEqual(before.get(ids[2] ?? ""));
  const list = [await account(ids[0] ?? "")];
  expect(outreachCsv(list, after)).toContain("M. Ono,,ono@example.com");
  expect(outreachCsv(list, undefined)).not.toContain("M. Ono");
});

it("shows a change of the source's log in the next publication, and takes it back with the next change", async () => {
  const [first] = (await risk("?limit=1")).accounts;
  const id = first?.account ?? "";
  const before = await account(id);
  const invoice = before.invoices[0]?.invoice ?? "";
  const [newest] = await home.rows("select cast(last_day as string) as day from credit.calendar");
  const change = (operation: string, position: string) =>
    `${JSON.stringify({ op: operation, lsn: position, payment_id: "P-1", invoice_id: invoice, paid_on: newest?.["day"] })}\n`;

  await home.dropText("changes/payments/2024-06-01-1.jsonl", change("I", "16/B374D848"));
  await home.settle();
  expect((await account(id)).invoices.map((each) => each.invoice)).toEqual(
    before.invoices.map((each) => each.invoice).filter((each) => each !== invoice),
  );
  await home.dropText("changes/payments/2024-06-01-2.jsonl", change("D", "16/B374D900"));
  await home.settle();
  expect(await account(id)).toEqual({ ...before, snapshot: expect.any(String) });
});

it("forgets an account that is erased, in tables and snapshots", { timeout: 600_000 }, async () => {
  const id = (await risk("?limit=1")).accounts[0]?.account ?? "";
  await home.dropText("contacts.csv", `account,name\n${id},M. Ono\nother,K. Sato\n`);
  await home.settle();
  await erase(home, id);
  expect(await home.rows("select account_id from raw.contacts")).toEqual([{ account_id: "other" }]);
  await expect(account(id)).rejects.toThrow("has no open invoice");
  expect((await risk()).accounts.map((each) => each.account)).not.toContain(id);
  expect(
    await home.rows(`select count(*) as n from credit.invoice_features where account_id = '${id}'`),
  ).toEqual([{ n: 0 }]);
});
