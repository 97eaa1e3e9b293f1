/** What a look at one thing gave. `look` works but wants somebody's eyes; `broken` does not work. */
export interface Finding {
  readonly check: string;
  readonly state: "fine" | "look" | "broken";
  readonly says: string;
  /** What to do about it. */
  readonly todo?: string;
}

export const fine = (check: string, says: string): Finding => ({ check, state: "fine", says });
export const look = (check: string, says: string, todo: string): Finding => ({
  check,
  state: "look",
  says,
  todo,
});
export const broken = (check: string, says: string, todo: string): Finding => ({
  check,
  state: "broken",
  says,
  todo,
});
