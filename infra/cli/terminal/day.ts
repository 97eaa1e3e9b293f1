import { InvalidArgumentError } from "commander";
import { z } from "zod";

/** For options that name a day. */
export const day = (text: string): string => {
  if (!z.iso.date().safeParse(text).success)
    throw new InvalidArgumentError("It must be a day such as 2024-10-06.");
  return text;
};
