/** GoogleSQL's NUMERIC: 29 digits before the point, 9 after. */
export const DECIMAL = "DECIMAL(38, 9)";

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
