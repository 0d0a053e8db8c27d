import { describe, expect, test } from '@jest/globals';
import { knownActions } from '../integrations/catalogue';
import { permissions } from './permissions';
import { calling, options } from './testing/calling';
import { jobCalls } from './testing/job-calls';
import { sdkCalls } from './testing/sdk-calls';
import { serviceCalls } from './testing/service-calls';

const rows = [...serviceCalls, ...jobCalls, ...sdkCalls];

describe('each integration asks for exactly what its call needs', () => {
  test.each(rows)('%s %j', (resource, given, expected, more = {}) => {
    const { statements } = permissions(calling(resource, given), { ...options, ...more });
    expect(
      statements.map(({ Action, Resource, Condition }) =>
        Condition === undefined ? [Action, Resource] : [Action, Resource, Condition],
      ),
    ).toEqual(expected);
  });

  test('and none is without a row here', () => {
    const tested = new Set(rows.map(([resource]) => resource.split('.')[0]));
    expect(knownActions().filter((action) => !tested.has(action))).toEqual([]);
  });
});
