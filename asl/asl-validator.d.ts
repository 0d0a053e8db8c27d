/** The part of asl-validator's interface that is used here; the package ships no types. */
declare module 'asl-validator' {
  interface Outcome {
    readonly isValid: boolean;
    errorsText(separator?: string): string;
  }
  function validate(definition: unknown): Outcome;
  export = validate;
}
