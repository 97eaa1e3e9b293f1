import { z } from "zod";

export const identifier = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "must be a plain identifier: letters, digits, underscore");

/** Turns `[{ property, value }]` into an object. Rejects a property that is given twice. */
export const customProperties = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .array(z.strictObject({ property: z.string(), value: z.unknown() }))
    .default([])
    .transform((list, context) => {
      const names = list.map(({ property }) => property);
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (twice !== undefined) context.addIssue({ code: "custom", message: `"${twice}" is given twice` });
      return Object.fromEntries(list.map(({ property, value }) => [property, value]));
    })
    .pipe(z.strictObject(shape));
