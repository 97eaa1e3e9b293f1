/** The result of one check. `look` works but needs attention; `broken` does not work. */
export interface HealthCheck {
  readonly check: string;
  readonly state: "fine" | "look" | "broken";
  readonly says: string;
  /** What to do about it. */
  readonly todo?: string;
}

export const fine = (check: string, says: string): HealthCheck => ({ check, state: "fine", says });

const problem =
  (state: HealthCheck["state"]) =>
  (check: string, says: string, todo: string): HealthCheck => ({ check, state, says, todo });

export const look = problem("look");
export const broken = problem("broken");
