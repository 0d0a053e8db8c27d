import { StepFunctionsError, validationException } from '../errors';
import { isObject, type JsonObject, type JsonValue } from '../json';

/** Limits on a text, both included. */
interface TextLimits {
  min?: number;
  max?: number;
}

/** How long an ARN may be. */
export const ARN: TextLimits = { min: 1, max: 256 };

/** How long the ARN of a map run may be. */
export const LONG_ARN: TextLimits = { min: 1, max: 2000 };

const violated = (value: JsonValue | undefined, name: string, constraint: string) =>
  validationException(
    `1 validation error detected: Value ${value === undefined ? 'null' : `'${show(value)}'`} at '${name}' failed to satisfy constraint: Member must ${constraint}`,
  );

const show = (value: JsonValue) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Reads the members of a request, and refuses what does not fit as AWS does. */
export class Fields {
  private readonly members: JsonObject;

  /** @param members the names that the operation knows. Any other is refused: it would change nothing. */
  constructor(input: unknown, members: string[]) {
    if (!isObject(input))
      throw new StepFunctionsError('SerializationException', 'The request body must be a JSON object');
    this.members = input;
    const unknown = Object.keys(input).find((name) => input[name] !== null && !members.includes(name));
    if (unknown !== undefined) {
      throw validationException(`The parameter '${unknown}' is not supported by the local Step Functions`);
    }
  }

  text(name: string, limits: TextLimits = {}): string {
    const value = this.optionalText(name, limits);
    if (value === undefined) throw violated(undefined, name, 'not be null');
    return value;
  }

  optionalText(name: string, { min = 0, max = Number.POSITIVE_INFINITY }: TextLimits = {}): string | undefined {
    const value = this.members[name] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw violated(value, name, 'be a string');
    if (value.length < min) throw violated(value, name, `have length greater than or equal to ${min}`);
    if (value.length > max) throw violated(value, name, `have length less than or equal to ${max}`);
    return value;
  }

  flag(name: string, otherwise = false): boolean {
    const value = this.members[name] ?? otherwise;
    if (typeof value !== 'boolean') throw violated(value, name, 'be a boolean');
    return value;
  }

  optionalInteger(name: string, limits: { min: number; max: number }): number | undefined {
    const value = this.optionalNumber(name, limits);
    if (value !== undefined && !Number.isInteger(value)) throw violated(value, name, 'be an integer');
    return value;
  }

  optionalNumber(name: string, { min, max }: { min: number; max: number }): number | undefined {
    const value = this.members[name] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value !== 'number') throw violated(value, name, 'be a number');
    if (value < min) throw violated(value, name, `have value greater than or equal to ${min}`);
    if (value > max) throw violated(value, name, `have value less than or equal to ${max}`);
    return value;
  }

  optionalOneOf<Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    const value = this.optionalText(name);
    if (value === undefined) return undefined;
    const known = values.find((candidate) => candidate === value);
    if (!known) throw violated(value, name, `satisfy enum value set: [${values.join(', ')}]`);
    return known;
  }

  optionalObject(name: string): JsonObject | undefined {
    const value = this.members[name] ?? undefined;
    if (value !== undefined && !isObject(value)) throw violated(value, name, 'be a structure');
    return value;
  }

  optionalList(name: string): JsonValue[] | undefined {
    const value = this.members[name] ?? undefined;
    if (value !== undefined && !Array.isArray(value)) throw violated(value, name, 'be a list');
    return value;
  }
}
