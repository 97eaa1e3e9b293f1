import { expect, it, vi } from "vitest";
import { erase } from "../../../functions/operations/erase/erase.ts";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";

// Each test is a home with several publications: minutes where other work takes the cores.
vi.setConfig({ testTimeout: 300_000 });

const header = "change_operation,change_position,payment_id,invoice_id,paid_on,amount";
const changes = (...rows: string[]) => [header, ...rows, ""].join("\n");
const on = (day: number) => `changes/payments/2024-03-${String(day).padStart(2, "0")}.csv`;
const invoices = "invoice_id,account_id,date_issued,amount\n1,A,2024-01-10,100\n2,A,2024-01-12,50\n";

const homeWith = async (files: Readonly<Record<string, string>>) => {
  const home = await temporaryHome();
  await drop(home, { "invoices.csv": invoices, ...files });
  return home;
};

const drop = async (home: TemporaryHome, files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) await home.dropText(name, text);
  await home.settle();
};

const paid = (home: TemporaryHome) =>
  home.rows(
    "select invoice_id, cast(paid_on as string) as paid_on from clean.payments order by invoice_id, paid_on",
  );
const history = (home: TemporaryHome) =>
  home.rows(
    "select change_key, amount, is_deleted, valid_to is null as holds from clean.payments_history order by change_key, valid_from, _object, _row",
  );

it("folds by the position in the source's log, and not by the order of arrival", async () => {
  const home = await homeWith({ [on(2)]: changes("U,12,P1,1,2024-02-20,100") });
  await drop(home, { [on(1)]: changes("I,7,P1,1,2024-02-01,100", "I,9,P2,2,2024-02-02,50") });
  expect(await paid(home)).toEqual([
    { invoice_id: "1", paid_on: "2024-02-20" },
    { invoice_id: "2", paid_on: "2024-02-02" },
  ]);
  await drop(home, { [on(3)]: changes("D,13,P1,,,") });
  expect(await paid(home)).toEqual([{ invoice_id: "2", paid_on: "2024-02-02" }]);
  expect(await history(home)).toMatchObject([
    { change_key: "P1", is_deleted: false, holds: false },
    { change_key: "P1", is_deleted: false, holds: false },
    { change_key: "P1", is_deleted: true, holds: true },
    { change_key: "P2", is_deleted: false, holds: true },
  ]);
  expect(
    await home.rows("select invoice_id, settled_on is null as is_open from credit.invoices order by 1"),
  ).toEqual([
    { invoice_id: "1", is_open: true },
    { invoice_id: "2", is_open: false },
  ]);
});

it("lets an early delete hold, and takes no notice of a delete of what nobody knows", async () => {
  const home = await homeWith({ [on(2)]: changes("D,20,P1,,,", "D,21,P9,,,") });
  await drop(home, { [on(1)]: changes("I,10,P1,1,2024-02-01,100") });
  expect(await paid(home)).toEqual([]);
  // What came after the delete holds again.
  await drop(home, { [on(3)]: changes("I,30,P1,1,2024-02-09,100") });
  expect(await paid(home)).toEqual([{ invoice_id: "1", paid_on: "2024-02-09" }]);
});

it("gives back what a removed or corrected file of changes had ended", async () => {
  const home = await homeWith({
    [on(1)]: changes("I,10,P1,1,2024-02-01,100"),
    [on(2)]: changes("D,20,P1,,,"),
  });
  expect(await paid(home)).toEqual([]);
  await drop(home, { [on(2)]: changes("U,20,P1,2,2024-02-02,50") });
  expect(await paid(home)).toEqual([{ invoice_id: "2", paid_on: "2024-02-02" }]);
  await home.remove(on(2));
  await home.settle();
  expect(await paid(home)).toEqual([{ invoice_id: "1", paid_on: "2024-02-01" }]);
  expect(await history(home)).toMatchObject([{ change_key: "P1", is_deleted: false, holds: true }]);
});

it("ends the old key where an update moves a row to another", async () => {
  const head = `${header},previous_payment_id`;
  const moved = [head, "U,20,P2,2,2024-02-05,50,P1", ""].join("\n");
  const home = await homeWith({ [on(2)]: moved });
  await drop(home, { [on(1)]: changes("I,10,P1,1,2024-02-01,100") });
  expect(await paid(home)).toEqual([{ invoice_id: "2", paid_on: "2024-02-05" }]);
  expect(await history(home)).toMatchObject([
    { change_key: "P1", is_deleted: false, holds: false },
    { change_key: "P1", is_deleted: true, holds: true },
    { change_key: "P2", is_deleted: false, holds: true },
  ]);
});

it("counts a position that came before once, and takes a gap as it is", async () => {
  const rows = ["I,10,P1,1,2024-02-01,60", "I,4000,P2,1,2024-02-03,40"];
  const home = await homeWith({ [on(1)]: changes(...rows) });
  const once = await history(home);
  await drop(home, { [on(2)]: changes(...rows), [on(3)]: changes(...rows.toReversed()) });
  expect(await history(home)).toEqual(once);
  expect(await paid(home)).toHaveLength(2);
});

it("compares positions by value: numbers, log sequence numbers and places in numbered files", async () => {
  const pairs = [
    ["9", "10"],
    ["9/FFFFFFFF", "16/B374D848"],
    ["mysql-bin.000099:900", "mysql-bin.000100:4"],
    ["binlog.999999:5", "binlog.1000000:4"],
  ];
  const rows = pairs.flatMap(([earlier, later], index) => [
    `U,${later},P${index},1,2024-02-0${index + 1},1`,
    `I,${earlier},P${index},1,2024-03-01,1`,
  ]);
  const home = await homeWith({ [on(1)]: changes(...rows) });
  expect((await paid(home)).map((row) => row["paid_on"])).toEqual(
    pairs.map((_, index) => `2024-02-0${index + 1}`),
  );
});

it("lets snapshots and changes of one feed overlap: what a change told goes before a plain row", async () => {
  const home = await homeWith({
    "payments.csv":
      "payment_id,invoice_id,paid_on,amount\nP1,1,2024-02-01,100\nP2,2,2024-02-02,50\n,2,2024-02-03,1\n",
  });
  expect(await paid(home)).toHaveLength(3);
  await drop(home, {
    [on(1)]: changes("U,5,P1,1,2024-02-11,100", "D,6,P2,,,", "SNAPSHOT,,P2,2,2024-02-02,50"),
  });
  expect(await paid(home)).toEqual([
    { invoice_id: "1", paid_on: "2024-02-11" },
    { invoice_id: "2", paid_on: "2024-02-03" },
  ]);
  // A later snapshot does not know better.
  await drop(home, {
    "payments/2024-03-09.csv": "payment_id,invoice_id,paid_on,amount\nP2,2,2024-02-02,50\n",
  });
  expect(await paid(home)).toHaveLength(2);
});

it("keeps the rows of a changed schema in quarantine while the stream goes on", async () => {
  const home = await homeWith({
    [on(1)]: changes("I,10,P1,1,2024-02-01,100"),
    [on(2)]: "change_operation,change_position,payment_id,invoice_id,amount\nI,20,P2,2,50\nD,21,P1,,\n",
    [on(3)]: changes(
      "I,30,P3,2,not a day,50",
      "X,31,P3,2,2024-02-02,50",
      "I,,P4,2,2024-02-02,50",
      "I,33,,2,2024-02-02,50",
    ),
    [on(4)]: changes("I,40,P5,2,2024-02-04,50"),
  });
  expect(await paid(home)).toEqual([{ invoice_id: "2", paid_on: "2024-02-04" }]);
  expect(
    await home.rows(
      "select rule, _object from clean.quarantine where feed = 'payments' order by _object, _row",
    ),
  ).toEqual([
    { rule: "required", _object: on(2) },
    { rule: "not_a_date", _object: on(3) },
    { rule: "valid_values", _object: on(3) },
    { rule: "position_missing", _object: on(3) },
    { rule: "key_missing", _object: on(3) },
  ]);
});

it("dates the history by a clock that may jump, and never lets a version end before it begins", async () => {
  const withTime = (...rows: string[]) => [`${header},changed_at`, ...rows, ""].join("\n");
  const home = await homeWith({
    [on(1)]: withTime(
      "I,1,P1,1,2024-02-01,100,2024-03-01T10:00:00Z",
      "U,2,P1,1,2024-02-02,100,2024-02-27T10:00:00Z",
      "U,3,P1,1,2024-02-03,100,2024-03-05T10:00:00Z",
    ),
  });
  expect(
    await home.rows(
      "select cast(valid_from as string) as valid_from, cast(valid_to as string) as valid_to from clean.payments_history order by change_position",
    ),
  ).toEqual([
    { valid_from: "2024-03-01 10:00:00+00", valid_to: "2024-03-01 10:00:00+00" },
    { valid_from: "2024-03-01 10:00:00+00", valid_to: "2024-03-05 10:00:00+00" },
    { valid_from: "2024-03-05 10:00:00+00", valid_to: null },
  ]);
  expect(await paid(home)).toEqual([{ invoice_id: "1", paid_on: "2024-02-03" }]);
});

it("forgets a person in the rows and in the history, whatever the log told", async () => {
  const accounts = "change_operation,change_position,account_id,company_name,terms_days";
  const home = await homeWith({
    "changes/accounts/2024-03-01.csv": `${accounts}\nI,1,A,Ash Ltd,30\nI,2,B,Birch Ltd,30\n`,
    "changes/accounts/2024-03-02.csv": `${accounts}\nU,9,A,Ash and Sons,14\n`,
  });
  const kept =
    "select account_id, valid_to is null as holds from clean.accounts_history order by account_id, valid_from";
  expect(await home.rows(kept)).toHaveLength(3);
  await erase(home, "A");
  await home.settle();
  expect(await home.rows(kept)).toEqual([{ account_id: "B", holds: true }]);
  expect(await home.rows("select account_id from raw.accounts where account_id = 'A'")).toEqual([]);
});

it("forgets a person under the keys that they had before, in the rows and in what was made of them", async () => {
  const accounts = "change_operation,change_position,account_id,company_name,terms_days,previous_account_id";
  const home = await homeWith({
    "changes/accounts/2024-03-01.csv": `${accounts}\nI,1,A,Ash Ltd,30,\nI,2,B,Birch Ltd,30,\n`,
    "changes/accounts/2024-03-02.csv": `${accounts}\nU,9,A2,Ash and Sons,14,A\n`,
    "changes/accounts/2024-03-03.csv": `${accounts}\nU,12,A3,Ash and Sons,14,A2\n`,
  });
  await erase(home, "A3");
  await home.settle();
  for (const table of ["raw.accounts", "clean.accounts", "clean.accounts_history"])
    expect(await home.rows(`select account_id from ${table}`), table).toEqual([{ account_id: "B" }]);
  expect(await home.rows("select invoice_id from clean.invoices")).toEqual([]);
});
