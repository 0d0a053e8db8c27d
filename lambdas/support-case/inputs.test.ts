import './fakes/environment';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDynamoDB } from '../fakes/dynamodb';
import { handler as assignCase } from './assign-case';
import { handler as closeCase } from './close-case';
import { handler as escalateCase } from './escalate-case';
import { caseEvent, storeCase } from './fakes/cases';
import { handler as openCase } from './open-case';
import { handler as workOnCase } from './work-on-case';

const handlers = {
  'Open Case': openCase,
  'Assign Case': assignCase,
  'Work on Case': workOnCase,
  'Close Case': closeCase,
  'Escalate Case': escalateCase,
};

/** The data of each state, by version, as executions have it that an earlier deployment started. Versions are added, never changed. */
const VERSIONS = {
  1: {
    'Open Case': { description: 'My account is locked.' },
    'Assign Case': {},
    'Work on Case': { attempt: 0 },
    'Close Case': { attempt: 1, attemptsLeft: 2, resolved: true },
    'Escalate Case': { attempt: 3, attemptsLeft: 0, resolved: false },
  },
} as const;
const KEYS = { 1: { tenantCode: 'tenant1', caseId: 'case-1', requestId: 'request-1', topic: 'login' } } as const;

const STATES = Object.keys(handlers) as (keyof typeof handlers)[];

let db: FakeDynamoDB;
beforeEach(() => {
  db = new FakeDynamoDB().install();
  storeCase(db);
});

const invoke = (state: keyof typeof handlers, input: object) => handlers[state](caseEvent(input, state) as never);

describe.each([1] as const)('version %i of the input', (schemaVersion) => {
  test.each(STATES)('is taken by %s', async (state) => {
    const input = { schemaVersion, ...KEYS[schemaVersion], ...VERSIONS[schemaVersion][state] };
    expect(await invoke(state, input)).toMatchObject({ caseId: 'case-1' });
  });
});

test.each(STATES)('%s refuses a version that it does not know', async (state) => {
  const input = { schemaVersion: 2, ...KEYS[1], ...VERSIONS[1][state] };
  await expect(invoke(state, input)).rejects.toMatchObject({
    name: 'InvalidEvent',
    message: expect.stringContaining('input.schemaVersion: 2 is no version that this function knows: 1'),
  });
  expect(db.calls).toEqual([]);
});

test.each([
  [{ topic: 'weather' }, 'input.topic'],
  [{ caseId: 'a#b' }, 'input.caseId: must be 1–256 characters without # and NUL'],
  [{ tenantCode: '' }, 'input.tenantCode'],
  [{ description: '' }, 'input.description'],
  [{ description: 'x'.repeat(1_001) }, 'input.description'],
])('%j is refused before anything is written', async (wrong, where) => {
  const input = { schemaVersion: 1, ...KEYS[1], ...VERSIONS[1]['Open Case'], ...wrong };
  await expect(invoke('Open Case', input)).rejects.toThrow(where);
  expect(db.calls).toEqual([]);
});
