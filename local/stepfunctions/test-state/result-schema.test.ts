import { expect, test } from '@jest/globals';
import type { JsonValue } from '../json';
import { checkResultSchema } from './result-schema';
import type { ServiceModel, Shape } from './service-models';

const output: Shape = {
  type: 'structure',
  required: ['jobArn'],
  members: {
    jobArn: { shape: 'Text' },
    Body: { shape: 'Blob' },
    CreatedAt: { shape: 'Time' },
    Memory: { shape: 'Memory' },
    Ratio: { shape: 'Ratio' },
    Done: { shape: 'Flag' },
    Class: { shape: 'Class' },
    Entries: { shape: 'Entries' },
    Tags: { shape: 'Tags' },
    Anything: { shape: 'Document' },
  },
};

const model: ServiceModel = {
  operations: {},
  shapes: {
    Text: { type: 'string', max: 5 },
    Blob: { type: 'blob', min: 1 },
    Time: { type: 'timestamp' },
    Memory: { type: 'integer', min: 128, max: 10240 },
    Ratio: { type: 'double' },
    Flag: { type: 'boolean' },
    Class: { type: 'string', enum: ['COLD'] },
    Entries: { type: 'list', member: { shape: 'Entry' } },
    Entry: { type: 'structure', members: { EventId: { shape: 'Text' }, Inner: { shape: 'Entry' } } },
    Tags: { type: 'map', value: { shape: 'Text' } },
    Document: { type: 'structure', document: true },
  },
};

const check = (result: JsonValue, required = false) => checkResultSchema(result, output, model, required);
const said = (problem: string) =>
  expect.objectContaining({ code: 'ValidationException', message: `Mock result schema validation error: ${problem}` });

test.each<[JsonValue, string]>([
  [{ JobArn: 1 }, "Field 'JobArn' must be a string"],
  [{ Body: 123 }, "Field 'Body' must be a string"],
  [{ Body: '' }, "Field 'Body' is smaller than the minimum length"],
  [{ JobArn: 'longer' }, "Field 'JobArn' exceeds the maximum length"],
  [{ CreatedAt: 1764103483 }, "Field 'CreatedAt' must be a string"],
  [{ Memory: '128' }, "Field 'Memory' must be a number"],
  [{ Memory: 127 }, "Field 'Memory' is less than the minimum value"],
  [{ Memory: 10241 }, "Field 'Memory' exceeds the maximum value"],
  [{ Ratio: '0.5' }, "Field 'Ratio' must be a number"],
  [{ Done: 'true' }, "Field 'Done' must be a boolean"],
  [{ Class: 'Papyrus' }, "Field 'Class' is not an expected value"],
  [{ Entries: 'none' }, "Field 'Entries' must be an array"],
  [{ Entries: [{ EventId: 'a' }, { EventId: ['b'] }] }, "Field 'EventId' must be a string"],
  [{ Entries: [{ Inner: { Inner: { EventId: 1 } } }] }, "Field 'EventId' must be a string"],
  [{ Entries: ['a'] }, "Field 'Entries' must be an object"],
  [{ Tags: { a: 1 } }, "Field 'Tags' must be a string"],
  [['a'], 'The result must be an object'],
])('%j is refused', (result, problem) => {
  expect(() => check(result)).toThrow(said(problem));
});

test('what the model does not have is ignored, under its own name of the API too', () => {
  expect(() => check({ random: 'json', jobArn: 5, Anything: { any: [1] }, Memory: 128, Body: 'x' })).not.toThrow();
});

test('required fields are missed only where they are asked for', () => {
  expect(() => check({})).not.toThrow();
  expect(() => check({ jobArn: 'a' }, true)).toThrow(said("Required field 'JobArn' is missing"));
  expect(() => check({ JobArn: 'a' }, true)).not.toThrow();
});
