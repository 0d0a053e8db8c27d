import { describe, expect, test } from '@jest/globals';
import type { StateType } from '../definition/machine';
import type { JsonObject, JsonValue } from '../json';
import { TestEngine } from '../testing/engine';
import { PART_PROOFS } from './part-proofs';
import { type Language, plain, withFields } from './proofs';
import { fieldRows, isRefused, type Row } from './rows';
import { STATE_PROOFS } from './state-proofs';

const rows = fieldRows();
const isState = (part: string): part is StateType => Object.hasOwn(STATE_PROOFS, part);

/** What is said to a definition when it is validated, and again when it is to be created. */
async function refusalOf(definition: JsonObject): Promise<string> {
  const engine = new TestEngine();
  const text = JSON.stringify(definition);
  const { diagnostics } = await engine.handle('ValidateStateMachineDefinition', { definition: text });
  const said = (diagnostics as { message: string }[]).map(({ message }) => message).join('\n');
  const creating = engine.create(definition).then(
    () => 'created',
    ({ code }: { code: string }) => code,
  );
  expect(await creating).toBe('InvalidDefinition');
  return said;
}

/** A definition of a part in which it is right, with the field in every object that is such a part. */
function withPartField(part: string, field: string, value: string): JsonObject {
  const proofs = Object.values(PART_PROOFS[part as keyof typeof PART_PROOFS]);
  const [proof] = proofs;
  if (!proof) throw new Error(`No definition has a ${part}`);
  return added(proof.definition, part, { [field]: value }) as JsonObject;
}

/** The names of the fields that hold a part. */
const HELD_BY: { readonly [part: string]: string } = {
  itemReader: 'ItemReader',
  readerConfig: 'ReaderConfig',
  itemBatcher: 'ItemBatcher',
  resultWriter: 'ResultWriter',
  writerConfig: 'WriterConfig',
  itemProcessor: 'ItemProcessor',
  processorConfig: 'ProcessorConfig',
  credentials: 'Credentials',
  choice: 'Choices',
  comparison: 'Choices',
  retrier: 'Retry',
  catcher: 'Catch',
  branch: 'Branches',
};

function added(value: JsonValue, part: string, fields: JsonObject, name?: string): JsonValue {
  if (Array.isArray(value)) return value.map((each) => added(each, part, fields, name));
  if (typeof value !== 'object' || value === null) return value;
  const inside = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, added(each, part, fields, key)]));
  const isPart = part === 'machine' ? name === undefined : name === HELD_BY[part];
  return isPart ? { ...inside, ...fields } : inside;
}

const definitionWith = ({ part = '', name, value = 'x' }: Row, language: Language): JsonObject =>
  isState(part)
    ? withFields(part, language, { ...plain(part, language), [name]: value })
    : withPartField(part, name, value);

describe('what the engine refuses is refused, with its reason', () => {
  const refused = rows.flatMap((row) => (isRefused(row.support) ? [{ ...row, reason: row.support.refused }] : []));

  test.each(refused)('$id', async ({ reason, ...row }) => {
    const subject = row.value === undefined ? `field '${row.name}'` : `${row.name} '${row.value}'`;
    const message = `The ${subject} is not supported by the local Step Functions: ${reason}.`;
    expect(await refusalOf(definitionWith(row, 'JSONata'))).toContain(message);
  });
});

describe('a field of one query language is refused in the other', () => {
  const foreign = rows.flatMap((row) => {
    const { part = '', support } = row;
    if (!isState(part) || (support !== 'JSONata' && support !== 'JSONPath')) return [];
    return [{ ...row, support, other: (support === 'JSONata' ? 'JSONPath' : 'JSONata') as Language }];
  });

  test.each(foreign)('$id in $other', async ({ support, other, ...row }) => {
    const only = `is only supported for the '${support}' QueryLanguage`;
    expect(await refusalOf(definitionWith({ ...row, support }, other))).toContain(
      `The QueryLanguage is set to '${other}', but field '${row.name}' ${only}`,
    );
  });
});

describe('what AWS does not know is refused', () => {
  const parts = [...new Set(rows.map(({ part = '' }) => part))];

  test.each(parts)('in %s', async (part) => {
    const unknown: Row = { id: '', part, name: 'Typo', support: 'supported', page: '' };
    expect(await refusalOf(definitionWith(unknown, 'JSONata'))).toContain("Field 'Typo' is not supported");
  });
});
