/** The same sales that every shop of these tests had; each exports them in its own way. */
export interface Sale {
  readonly receipt: string;
  readonly at: Date;
  readonly code: string;
  readonly name: string;
  /** Thousandths of a piece or kilogram. */
  readonly milli: number;
  readonly cents: number;
  readonly customer: string;
}

/** Three lines an hour on so many days: with a return, an id with leading zeros, a price above a thousand, and guests. */
export const sales = (days: number, { byWeight = false, refunds = true } = {}): readonly Sale[] =>
  Array.from({ length: days * 24 }, (_, index) => {
    const hour = 8 + Math.floor((index % 24) / 3);
    const pieces = byWeight ? 355 + 125 * (index % 9) : 1000 * (1 + (index % 4));
    return {
      receipt: `R${1000 + Math.floor(index / 2)}`,
      at: new Date(Date.UTC(2024, 1, 26 + Math.floor(index / 24), hour, (7 * index) % 60, index % 60)),
      code: `00${10 + (index % 7)}`,
      name:
        ["Café crème", "Brötchen", 'Rohr 1/2"', "Piñata", "Tee; grün", "Salt, fine", "Häkelgarn"][
          index % 7
        ] ?? "",
      milli: refunds && index % 17 === 0 ? -pieces : pieces,
      cents: index % 11 === 0 ? 123_450 : 199 + (index % 13) * 10,
      customer: index % 3 === 0 ? "" : `K${index % 5}`,
    };
  });

export const part = (value: number): string => String(value).padStart(2, "0");

export const clock = (at: Date): string =>
  `${part(at.getUTCHours())}:${part(at.getUTCMinutes())}:${part(at.getUTCSeconds())}`;

export const day = (at: Date): string => at.toISOString().slice(0, 10);

export const dayFirst = (at: Date, separator: string): string => day(at).split("-").reverse().join(separator);

export const monthFirst = (at: Date): string =>
  `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()}`;

/** A decimal with the signs of a language. */
export const decimal = (units: number, digits: number, sign: string, thousands = ""): string => {
  const text = (Math.abs(units) / 10 ** digits).toFixed(digits);
  const [whole = "", fraction = ""] = text.split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, thousands);
  return `${units < 0 ? "-" : ""}${grouped}${fraction === "" ? "" : sign + fraction}`;
};

export const perDay = (all: readonly Sale[]): readonly (readonly [string, readonly Sale[]])[] => [
  ...Map.groupBy(all, ({ at }) => day(at)),
];

export const lineCents = ({ milli, cents }: Sale): number => (milli * cents) / 1000;
