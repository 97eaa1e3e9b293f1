/** The input is wrong, so a retry cannot help. The message is recorded and acknowledged. */
export class RejectedInput extends Error {
  override readonly name = "RejectedInput";
}

/** The input waits for a person, who releases or refuses it. Recorded and acknowledged, as a rejection is. */
export class HeldInput extends Error {
  override readonly name = "HeldInput";
  readonly rows: number;
  readonly rejected: number;
  constructor(message: string, { rows, rejected }: { readonly rows: number; readonly rejected: number }) {
    super(message);
    this.rows = rows;
    this.rejected = rejected;
  }
}

/** Nothing is wrong, but the work must continue later. Logged as a warning, so that it raises no alert. */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
}

/** A warehouse job failed and changed nothing. Never thrown if the outcome is unknown. Its id may still be free: see work/submit.ts. */
export class JobFailed extends Error {
  override readonly name = "JobFailed";
  /** The values or files that it was given are at fault: see work/poison.ts. */
  readonly isPoison: boolean;
  /** It needed more memory than there is: a part of its work may fit. */
  readonly isTooLarge: boolean;
  constructor(
    message: string,
    {
      isPoison = false,
      isTooLarge = false,
      ...options
    }: ErrorOptions & { readonly isPoison?: boolean; readonly isTooLarge?: boolean } = {},
  ) {
    super(message, options);
    this.isPoison = isPoison;
    this.isTooLarge = isTooLarge;
  }
}

/** A query met values that the engine cannot hold. Asked again, it fails again. */
export class ValueFault extends Error {
  override readonly name = "ValueFault";
}

/** A conditional write failed: the object was written since it was read. */
export class PreconditionFailed extends Error {
  override readonly name = "PreconditionFailed";
}

/** A state object is invalid. It is neither guessed nor overwritten. */
export class DamagedState extends Error {
  override readonly name = "DamagedState";
}

/** The object, or the given generation of it, does not exist (any more). */
export class ObjectMissing extends Error {
  override readonly name = "ObjectMissing";
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
