/** How the sender of a file mends a row that breaks a rule, in plain words. */
export const howToMend = (rule: string, column: string | null): string =>
  (words[rule] ?? ((name: string) => `correct ${name} so that it fits the rule`))(column ?? "the row");

const words: Readonly<Record<string, (column: string) => string>> = {
  required: (column) => `fill in ${column}`,
  not_text: (column) => `write ${column} as text`,
  not_a_whole_number: (column) => `write ${column} as a whole number, such as 12`,
  not_a_number: (column) => `write ${column} as a plain number, such as 12.50, without a currency sign`,
  not_true_or_false: (column) => `write ${column} as true or false`,
  not_a_date: (column) => `write ${column} as a date of the calendar, such as 2024-10-06`,
  not_a_time: (column) => `write ${column} as a date and time, such as 2024-10-06T09:30:00`,
  minimum: (column) => `check ${column}: it is smaller than it can be`,
  exclusive_minimum: (column) => `check ${column}: it is smaller than it can be`,
  maximum: (column) => `check ${column}: it is larger than it can be`,
  max_length: (column) => `shorten ${column}`,
  valid_values: (column) => `use one of the agreed words for ${column}`,
  pattern: (column) => `write ${column} in the agreed form`,
  currency: (column) => `write ${column} as a currency code, such as GBP`,
  whole_units: (column) => `write ${column} without decimals: its currency has none`,
  field_count: () =>
    "give the row as many fields as the header has, and put text that holds the separator in quotes",
  control_character: (column) => `take the invisible character out of ${column}`,
  unknown_reference: (column) =>
    `correct ${column}, or send the file that lists it: the row then enters by itself`,
  not_unique: (column) => `give each row a ${column} of its own, or leave the repeated row out`,
  duplicate: () => "leave the repeated row out: its first copy counts",
  fx_missing: () => "send the exchange rate of that day or an earlier one: the row then enters by itself",
  return_without_sale: () =>
    "correct the product, the customer or the sign of the quantity, or send the file with the sale",
  total_of_lines: (column) => `correct ${column}, or send the lines that are missing`,
  price_unknown: (column) =>
    `fill in ${column}, or send the product's price in the catalogue: the row then enters by itself`,
};
