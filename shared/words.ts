/** Made when it is first needed: making one takes a tenth of the time in which `daybook --help` answers. */
const formatter = (options: Intl.NumberFormatOptions) => {
  let made: Intl.NumberFormat | undefined;
  return (value: number | `${number}`): string => {
    made ??= new Intl.NumberFormat("en-GB", options);
    return made.format(value);
  };
};

export const number: (value: number) => string = formatter({ maximumFractionDigits: 2 });

const twoDecimals = formatter({ minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** An exact amount, to the penny. It stays text all the way: a float could change the last digit. */
export const money = (amount: string): string => twoDecimals(amount as `${number}`);

/** 1 file, 2 files, 1,000 files. */
export const counted = (count: number, noun: string): string =>
  `${number(count)} ${noun}${count === 1 ? "" : "s"}`;

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** `duplicate 12, fx_missing 3`. */
export const tallied = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${number(count)}`)
    .join(", ");

/** Control characters, and those that reorder or break the text around them. */
const hidden = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const codeOf = (control: string): string => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Text from files, made safe for a terminal: an escape sequence in a cell must not take effect. */
export const printable = (text: string): string =>
  text.replace(hidden, (control) => shown[control] ?? codeOf(control));

/** The same for text of several lines. */
export const printableLines = (text: string): string => text.split("\n").map(printable).join("\n");

/** The same where white space means something: in a page, a log line or a cell of CSV. */
export const withoutControls = (text: string): string =>
  text.replace(hidden, (control) => (/[\t\r\n]/.test(control) ? control : codeOf(control)));

const shown: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/** A computed amount, which is not exact. */
export const amount = (value: number): string => twoDecimals(value);

export const amountIn = (currency: string, amount: number): string => `${currency} ${twoDecimals(amount)}`;

export const rangeIn = (currency: string, { low, high }: { low: number; high: number }): string =>
  `${amountIn(currency, low)} to ${twoDecimals(high)}`;

const longAgo = 7;

const daysSince = (date: string, now: number): number => Math.floor((now - Date.parse(date)) / 86_400_000);

/** Whether data that ends on this day is too old to answer for the present. */
export const isLongAgo = (lastKnown: string | null, now: number): boolean =>
  lastKnown !== null && daysSince(lastKnown, now) > longAgo;

/** Warns that predictions are about days that are over. */
export const stalenessNotes = (lastKnown: string, now: number): readonly string[] =>
  isLongAgo(lastKnown, now)
    ? [
        `the last known day, ${lastKnown}, was ${number(daysSince(lastKnown, now))} days ago: predictions start on the following day, not today`,
      ]
    : [];
