export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const DELETE = 127;

// Separators of the canonical form, in their ASCII sense.
export const UNIT = 0x1f;
export const FEED_IN_FIELD = 0x1e;
export const RETURN_IN_FIELD = 0x1d;
