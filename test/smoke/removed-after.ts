import { messageOf } from "../../shared/errors.ts";

/**
 * Does the work, which returns how much of it failed, and then removes what was made: also when the work throws, or was
 * interrupted. Returns the exit code.
 */
export const removedAfter = async (
  work: () => Promise<number>,
  remove: () => Promise<readonly string[]>,
): Promise<number> => {
  let failures = 1;
  try {
    failures = await work();
  } catch (error) {
    console.error(`failed: ${messageOf(error)}`);
  }
  console.log("removing what was made …");
  const left = await remove();
  for (const name of left) console.error(`NOT REMOVED, do it by hand: ${name}`);
  console.log(failures + left.length === 0 ? "passed" : "FAILED");
  return failures + left.length === 0 ? 0 : 1;
};
