import { describe, expect, test } from '@jest/globals';
import { faultsOf, jsonata, SCHEMA } from '../testing/faulty-definitions';

describe('the query language', () => {
  const States = { a: { Type: 'Pass', End: true } };

  test('is JSONPath unless the machine or the state says JSONata', () => {
    const InputPath = '$.a';
    expect(faultsOf({ StartAt: 'a', States: { a: { ...States.a, InputPath } } })).toBe('');
    expect(faultsOf({ StartAt: 'a', States: { a: { ...States.a, Output: 1 } } })).toBe(
      `${SCHEMA}The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/a`,
    );
    expect(faultsOf({ StartAt: 'a', States: { a: { ...States.a, QueryLanguage: 'JSONata', Output: 1 } } })).toBe('');
    expect(jsonata({ StartAt: 'a', States: { a: { ...States.a, InputPath } } })).toBe(
      `${SCHEMA}The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage at /States/a`,
    );
  });

  test('of a state may not be JSONPath in a JSONata machine', () => {
    expect(jsonata({ StartAt: 'a', States: { a: { ...States.a, QueryLanguage: 'JSONPath' } } })).toBe(
      `${SCHEMA}'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/a`,
    );
  });
});

describe('a query language that there is not', () => {
  const machine = (state: object, more: object = {}) =>
    faultsOf({ ...more, StartAt: 'a', States: { a: { Type: 'Pass', End: true, ...state } } });
  const oneOf = 'Value should be one of the following: [JSONPath, JSONata] at';

  test('is reported, and its states are taken for JSONata', () => {
    expect(machine({ QueryLanguage: 'jsonpath', Output: 1 })).toBe(`${SCHEMA}${oneOf} /States/a/QueryLanguage`);
    expect(machine({ Output: 1 }, { QueryLanguage: 'jsonata' })).toBe(`${SCHEMA}${oneOf} /QueryLanguage`);
    expect(machine({ QueryLanguage: 5 })).toBe(`${SCHEMA}Expected value of type [STRING] at /States/a/QueryLanguage`);
  });

  test('does not keep the state from being checked', () => {
    const found = machine({ QueryLanguage: 'JSONPath', Output: '{% 1 + %}', Typo: 1 }, { QueryLanguage: 'JSONata' });
    expect(found).toContain("'QueryLanguage' can not be 'JSONPath'");
    expect(found).toContain("Field 'Typo' is not supported at /States/a");
    expect(found).not.toContain('field ');
  });
});
