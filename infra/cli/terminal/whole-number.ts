import { InvalidArgumentError } from "commander";

/** For options that count something. */
export const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
};

/** For sizes and shares of them. */
export const positiveNumber = (text: string): number => {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || !(value > 0 && value < 1e9))
    throw new InvalidArgumentError("It must be a number above 0, such as 0.05 or 10.");
  return value;
};
