/**
 * A value that mostly is there already. functions-framework runs each request in a domain of Node's, which follows every
 * promise from its making to its collection: a dozen of them cost more than an answer, so what is there is not awaited.
 */
export type Soon<Value> = Value | Promise<Value>;

/** Goes on at once where the value is there. */
export const whenThere = <Value, Result>(
  value: Soon<Value>,
  next: (value: Value) => Soon<Result>,
): Soon<Result> => (value instanceof Promise ? value.then(next) : next(value));

/** All of them, waited for together. */
export const whenAllThere = <Value>(values: readonly Soon<Value>[]): Soon<Value[]> =>
  values.every((value) => !(value instanceof Promise)) ? (values as Value[]) : Promise.all(values);
