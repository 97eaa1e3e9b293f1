/** Retrying cannot help: the input itself is wrong. It is recorded and acknowledged. */
export class RejectedInput extends Error {
  override readonly name = "RejectedInput";
}

/** Nothing is wrong, but the work must go on later. Logged as a warning, so that alerts stay honest. */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
}

/** A warehouse job ended, failed and left nothing behind. (An error that leaves its outcome open is never this one.) */
export class JobFailed extends Error {
  override readonly name = "JobFailed";
}

/** A conditional write lost: someone else wrote the object since it was read. */
export class PreconditionFailed extends Error {
  override readonly name = "PreconditionFailed";
}

/** An object of the pipeline's own state is not what it must be. It is never guessed at, and never written over. */
export class DamagedState extends Error {
  override readonly name = "DamagedState";
}

/** The named object, or that generation of it, does not exist (any more). */
export class ObjectMissing extends Error {
  override readonly name = "ObjectMissing";
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
