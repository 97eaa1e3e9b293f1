import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CompanyOptions, generateCompany } from "../../infra/laptop/synthetic/company.ts";

const real = resolve("..", "shared", "data", "online-retail-by-day");

/** The 305 real Online Retail files where they lie beside the checkout, else as many lines of a made-up company. */
export const dailyFiles = (scratch: string): { folder: string; label: string } => {
  if (existsSync(real)) return { folder: real, label: "305 real files of Online Retail" };
  const folder = join(scratch, "daily");
  mkdirSync(folder);
  const options = CompanyOptions.parse({
    days: 305,
    linesPerDay: 1777,
    customers: 4000,
    products: 4000,
    mess: 0,
  });
  for (const { name, text } of generateCompany(options)) {
    if (!/^transactions\/[-\d]+\.csv$/.test(name)) continue;
    const columns = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
    const rows = text
      .split("\n")
      .slice(1)
      .map((line) => onlineRetailShape(line));
    writeFile(join(folder, name.slice("transactions/".length)), columns + rows.join("\n"));
  }
  return {
    folder,
    label: "a made-up company of the same size (the real files are not beside this checkout)",
  };
};

const onlineRetailShape = (line: string): string => {
  if (line === "") return "";
  const cells = line.split(",");
  const [invoice, code, description, quantity, time, price, , customer, country] = cells;
  return [invoice, code, description, quantity, time, price, customer, country].join(",");
};

/** A single file of about the given size, by repeating daily files. */
export const bigFile = (folder: string, path: string, bytes: number): number => {
  mkdirSync(dirname(path), { recursive: true });
  const bodies = readdirSync(folder)
    .filter((name) => name.endsWith(".csv"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
  const header = bodies[0]?.slice(0, bodies[0].indexOf("\n") + 1) ?? "";
  const rows = Buffer.from(bodies.map((body) => body.slice(body.indexOf("\n") + 1)).join(""));
  const file = openSync(path, "w");
  let written = writeSync(file, header);
  while (written < bytes) written += writeSync(file, rows);
  closeSync(file);
  return statSync(path).size;
};

const writeFile = (path: string, text: string): void => {
  const file = openSync(path, "w");
  writeSync(file, text);
  closeSync(file);
};
