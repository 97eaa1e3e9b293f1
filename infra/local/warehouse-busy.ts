/** Another process has the warehouse open and goes on working: DuckDB lets one at a time. */
export class WarehouseBusy extends Error {
  override readonly name = "WarehouseBusy";
}

/** DuckDB's words, with the number of the process in them. */
export const busyFrom = (path: string, message: string, cause: unknown): WarehouseBusy | undefined => {
  if (!/lock/i.test(message)) return undefined;
  const holder = /PID (\d+)/.exec(message)?.[1];
  return new WarehouseBusy(
    `another process${holder === undefined ? "" : ` (${holder})`} is working on ${path}: try again when it has finished. While \`npm start\` runs, its pages answer questions, and files go into its inbox`,
    { cause },
  );
};
