/**
 * Object names that belong to a feed. In a template, `{date}` is a calendar date, `{yyyy}/{mm}/{dd}` one in folders, and `*` is
 * anything within one folder; `.gz` may follow. Matching is linear in the name's length.
 */
export interface PathPattern {
  readonly template: string;
  /** The file's date, `undated` if the template has none, or undefined if the name does not match. */
  match(name: string): string | undefined;
}

/** Files without a date in their name share one partition. */
export const undated = "1970-01-01";

const inFolders = "{yyyy}/{mm}/{dd}";
const token = /\{date\}|\{yyyy\}\/\{mm\}\/\{dd\}|\*|[^{*]+|\{/g;

export const pathPattern = (template: string): PathPattern => {
  const parts: readonly string[] = template.match(token) ?? [];
  if (parts.includes("{"))
    throw new Error(`path "${template}": the only placeholders are {date} and *, and ${inFolders}`);
  if (parts.filter((part) => part === "{date}" || part === inFolders).length > 1)
    throw new Error(`path "${template}": {date} may stand once`);
  // With more than two stars in a folder, a hostile name could take more than linear time.
  if (template.split("/").some((folder) => (folder.match(/\*/g) ?? []).length > 2))
    throw new Error(`path "${template}": at most two * in one folder`);
  const source = parts.map((part) => {
    if (part === "{date}") return "(\\d{4}-\\d{2}-\\d{2}|\\d{8})";
    if (part === inFolders) return "(\\d{4}/\\d{2}/\\d{2})";
    return part === "*" ? "[^/]*" : RegExp.escape(part);
  });
  const regex = new RegExp(`^${source.join("")}(?:\\.gz)?$`, "u");
  return {
    template,
    match(name) {
      const found = regex.exec(name);
      if (!found) return undefined;
      return found[1] === undefined ? undated : calendarDate(found[1]);
    },
  };
};

/** BigQuery partitions a load by days of these years only. https://cloud.google.com/bigquery/docs/partitioned-tables */
const [firstYear, lastYear] = [1960, 2159];

const calendarDate = (text: string): string | undefined => {
  const date =
    text.length === 8
      ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
      : text.replaceAll("/", "-");
  const parsed = new Date(`${date}T00:00:00Z`);
  const year = Number(date.slice(0, 4));
  if (year < firstYear || year > lastYear || Number.isNaN(parsed.getTime())) return undefined;
  return parsed.toISOString().slice(0, 10) === date ? date : undefined;
};
