import { StepFunctionsError, validationException } from '../errors';
import { isObject, type JsonObject, type JsonValue } from '../json';

/** Limits on a text, both included. */
export interface TextLimits {
  min?: number;
  max?: number;
  /** The source of a regular expression that the whole text has to match, as AWS's message shows it. */
  pattern?: string;
}

/** How long an ARN may be. */
export const ARN: TextLimits = { min: 1, max: 256 };

/** How long the description of a version or an alias may be. */
export const DESCRIPTION: TextLimits = { max: 256 };

/** How long the ARN of a map run may be. */
export const LONG_ARN: TextLimits = { min: 1, max: 2000 };

const show = (value: JsonValue) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Reads the members of a request, and refuses what does not fit as AWS does. */
export class Fields {
  private readonly members: JsonObject;

  /**
   * @param members the names that the operation knows. Any other is refused: it would change nothing.
   * @param prefix what AWS's messages put before the names, of a structure within the request.
   */
  constructor(
    input: unknown,
    members: string[],
    private readonly prefix = '',
  ) {
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
    if (value === undefined) throw this.violated(undefined, name, 'not be null');
    return value;
  }

  optionalText(
    name: string,
    { min = 0, max = Number.POSITIVE_INFINITY, pattern }: TextLimits = {},
  ): string | undefined {
    const value = this.members[name] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw this.violated(value, name, 'be a string');
    if (value.length < min) throw this.violated(value, name, `have length greater than or equal to ${min}`);
    if (value.length > max) throw this.violated(value, name, `have length less than or equal to ${max}`);
    if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(value)) {
      throw this.violated(value, name, `satisfy regular expression pattern: ${pattern}`);
    }
    return value;
  }

  flag(name: string, otherwise = false): boolean {
    const value = this.members[name] ?? otherwise;
    if (typeof value !== 'boolean') throw this.violated(value, name, 'be a boolean');
    return value;
  }

  optionalInteger(name: string, limits: { min: number; max: number }): number | undefined {
    const value = this.optionalNumber(name, limits);
    if (value !== undefined && !Number.isInteger(value)) throw this.violated(value, name, 'be an integer');
    return value;
  }

  integer(name: string, limits: { min: number; max: number }): number {
    const value = this.optionalInteger(name, limits);
    if (value === undefined) throw this.violated(undefined, name, 'not be null');
    return value;
  }

  optionalNumber(name: string, { min, max }: { min: number; max: number }): number | undefined {
    const value = this.members[name] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value !== 'number') throw this.violated(value, name, 'be a number');
    if (value < min) throw this.violated(value, name, `have value greater than or equal to ${min}`);
    if (value > max) throw this.violated(value, name, `have value less than or equal to ${max}`);
    return value;
  }

  optionalOneOf<Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    const value = this.optionalText(name);
    if (value === undefined) return undefined;
    const known = values.find((candidate) => candidate === value);
    if (!known) throw this.violated(value, name, `satisfy enum value set: [${values.join(', ')}]`);
    return known;
  }

  optionalObject(name: string): JsonObject | undefined {
    const value = this.members[name] ?? undefined;
    if (value !== undefined && !isObject(value)) throw this.violated(value, name, 'be a structure');
    return value;
  }

  optionalList(name: string): JsonValue[] | undefined {
    const value = this.members[name] ?? undefined;
    if (value !== undefined && !Array.isArray(value)) throw this.violated(value, name, 'be a list');
    return value;
  }

  /** A list of texts; AWS counts them from 1. */
  optionalTexts(name: string, limits: TextLimits): string[] | undefined {
    return this.optionalList(name)?.map((value, index) => {
      const at = `${name}.${index + 1}.member`;
      return new Fields({ [at]: value }, [at], this.prefix).text(at, limits);
    });
  }

  /** A structure within the request. */
  optionalStructure(name: string, members: string[]): Fields | undefined {
    const value = this.optionalObject(name);
    return value && new Fields(value, members, `${this.prefix}${name}.`);
  }

  /** A list of structures; AWS counts them from 1. */
  optionalStructures(name: string, members: string[]): Fields[] | undefined {
    return this.optionalList(name)?.map((value, index) => {
      const at = `${name}.${index + 1}.member`;
      if (!isObject(value)) throw this.violated(value, at, 'be a structure');
      return new Fields(value, members, `${this.prefix}${at}.`);
    });
  }

  /** The request as a text, without these members: the same for requests that ask the same. */
  textWithout(...names: string[]): string {
    const asked = Object.entries(this.members).filter(([name, value]) => value !== null && !names.includes(name));
    return JSON.stringify(asked.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** @throws ValidationException in AWS's words. @param shown the value, where it is not to be shown as JSON. */
  refuse(name: string, constraint: string, shown: JsonValue | undefined = this.members[name]): never {
    throw this.violated(shown, name, constraint);
  }

  private violated(value: JsonValue | undefined, name: string, constraint: string) {
    const shown = value === undefined || value === null ? 'null' : `'${show(value)}'`;
    return validationException(
      `1 validation error detected: Value ${shown} at '${this.prefix}${name}' failed to satisfy constraint: Member must ${constraint}`,
    );
  }
}
