/**
 * A value that is usually there already. functions-framework runs each request in a Node domain, which tracks every
 * promise from creation to collection: a dozen of them cost more than an answer, so a value in memory is not awaited.
 */
export type ValueOrPromise<Value> = Value | Promise<Value>;

/** Continues at once if the value is there. */
export const andThen = <Value, Result>(
  value: ValueOrPromise<Value>,
  next: (value: Value) => ValueOrPromise<Result>,
): ValueOrPromise<Result> => (value instanceof Promise ? value.then(next) : next(value));

/** Waits for all of them together. */
export const allValues = <Value>(values: readonly ValueOrPromise<Value>[]): ValueOrPromise<Value[]> =>
  values.every((value) => !(value instanceof Promise)) ? (values as Value[]) : Promise.all(values);
