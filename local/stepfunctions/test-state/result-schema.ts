import { validationException } from '../errors';
import { isObject, type JsonValue } from '../json';
import { memberName } from './member-name';
import type { ServiceModel, Shape, ShapeReference } from './service-models';

/**
 * Checks a mocked result against the model of what the service answers. Fields that the model does not have are ignored.
 *
 * @param required whether all fields that the model requires have to be there.
 * @throws ValidationException
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html#mock-validation-modes
 */
export function checkResultSchema(result: JsonValue, output: Shape, model: ServiceModel, required: boolean): void {
  if (output.type === 'structure' && !isObject(result)) throw invalid('The result must be an object');
  new SchemaCheck(model, required).check(result, output, '');
}

const invalid = (problem: string) => validationException(`Mock result schema validation error: ${problem}`);

class SchemaCheck {
  constructor(
    private readonly model: ServiceModel,
    private readonly required: boolean,
  ) {}

  /** @param field the nearest field that has a name. */
  check(value: JsonValue, shape: Shape, field: string): void {
    if (shape.document) return;
    const mustBe = (type: string) => invalid(`Field '${field}' must be ${type}`);
    switch (shape.type) {
      case 'structure':
        if (!isObject(value)) throw mustBe('an object');
        this.structure(value, shape);
        break;
      case 'map':
        if (!isObject(value)) throw mustBe('an object');
        checkLength(Object.keys(value).length, shape, field);
        this.elements(Object.values(value), shape.value, field);
        break;
      case 'list':
        if (!Array.isArray(value)) throw mustBe('an array');
        checkLength(value.length, shape, field);
        this.elements(value, shape.member, field);
        break;
      case 'boolean':
        if (typeof value !== 'boolean') throw mustBe('a boolean');
        break;
      case 'integer':
      case 'long':
      case 'float':
      case 'double':
        if (typeof value !== 'number') throw mustBe('a number');
        checkNumber(value, shape, field);
        break;
      default:
        // Blobs and timestamps are texts, too.
        if (typeof value !== 'string') throw mustBe('a string');
        if (shape.enum && !shape.enum.includes(value)) throw invalid(`Field '${field}' is not an expected value`);
        checkLength(value.length, shape, field);
    }
  }

  private structure(value: { [name: string]: JsonValue }, { members = {}, required = [] }: Shape): void {
    for (const name of this.required ? required.map(memberName) : []) {
      if (!Object.hasOwn(value, name)) throw invalid(`Required field '${name}' is missing`);
    }
    const shapes = new Map(Object.entries(members).map(([name, { shape }]) => [memberName(name), shape]));
    for (const [name, member] of Object.entries(value)) {
      const shape = this.model.shapes[shapes.get(name) ?? ''];
      if (shape) this.check(member, shape, name);
    }
  }

  private elements(values: JsonValue[], reference: ShapeReference | undefined, field: string): void {
    const shape = this.model.shapes[reference?.shape ?? ''];
    if (shape) for (const value of values) this.check(value, shape, field);
  }
}

function checkLength(length: number, { min, max }: Shape, field: string): void {
  if (min !== undefined && length < min) throw invalid(`Field '${field}' is smaller than the minimum length`);
  if (max !== undefined && length > max) throw invalid(`Field '${field}' exceeds the maximum length`);
}

function checkNumber(value: number, { min, max }: Shape, field: string): void {
  if (min !== undefined && value < min) throw invalid(`Field '${field}' is less than the minimum value`);
  if (max !== undefined && value > max) throw invalid(`Field '${field}' exceeds the maximum value`);
}
