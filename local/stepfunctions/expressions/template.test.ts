import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '../json';
import { compileTemplate, evaluateTemplate } from './template';

const evaluate = (value: JsonValue) =>
  evaluateTemplate(
    compileTemplate(value),
    { states: { input: { n: 2 } }, variables: {}, now: 0, random: () => 0 },
    'Output',
  );

describe('a template', () => {
  test('replaces expressions wherever they stand, and nothing else', async () => {
    expect(
      await evaluate({ a: ['{% $states.input.n %}', 'text'], b: { c: '{%$states.input.n * 2%}' }, d: 'a {% 1 %}' }),
    ).toEqual({
      a: [2, 'text'],
      b: { c: 4 },
      d: 'a {% 1 %}',
    });
  });

  test('without expressions is taken as it stands', async () => {
    const value = { a: [1, null] };
    expect(await evaluate(value)).toBe(value);
  });

  test('keeps a field named __proto__', async () => {
    const made = await evaluate(JSON.parse('{"__proto__":{"a":"{% 1 %}"},"b":2}'));
    expect(JSON.stringify(made)).toBe('{"__proto__":{"a":1},"b":2}');
    expect({}).not.toHaveProperty('a');
  });

  test('names the place of a failing expression', async () => {
    await expect(evaluate({ a: [1, { b: '{% $states.input.missing %}' }] })).rejects.toMatchObject({
      location: 'Output/a[1]/b',
      sentence:
        "The JSONata expression '$states.input.missing' specified for the field 'Output/a[1]/b' returned nothing (undefined).",
    });
  });
});
