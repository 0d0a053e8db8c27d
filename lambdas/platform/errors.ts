/** A function was deployed without a variable it needs, or with a value it can't use. Thrown while the module loads. */
export class InvalidEnvironment extends Error {
  override readonly name = 'InvalidEnvironment';
}

/** The event is not what this function is wired to receive. The same event fails again: no retry can mend it. */
export class InvalidEvent extends Error {
  override readonly name = 'InvalidEvent';
}

/** A row of ours is not as we write it. */
export class CorruptRow extends Error {
  override readonly name = 'CorruptRow';
}

/** True when an AWS call failed with one of these error names (`error.name` is the AWS error code). */
export function isAwsError(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
