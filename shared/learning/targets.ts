import { z } from "zod";

export const Kind = z.enum(["regression", "classification", "forecast"]);
export type Kind = z.infer<typeof Kind>;

export const Unit = z.enum(["money", "number", "chance"]);
export type Unit = z.infer<typeof Unit>;

/** What a model of rows predicts: money that is never below zero, any number, or the chance of a yes. */
export type TableTarget = "amount" | "number" | "chance";
export type Target = TableTarget | "series";

/** The units that each kind of task may have, and what is then predicted. How that is trained: see approaches.ts. */
const targets: Readonly<Record<Kind, Readonly<Partial<Record<Unit, Target>>>>> = {
  regression: { money: "amount", number: "number" },
  classification: { chance: "chance" },
  forecast: { money: "series", number: "series" },
};

/** Undefined where the kind cannot have the unit. */
export const targetFor = (kind: Kind, unit: Unit): Target | undefined => targets[kind][unit];

export const unitsAllowed = (kind: Kind): readonly string[] => Object.keys(targets[kind]);
