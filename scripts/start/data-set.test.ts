import { expect, test } from '@jest/globals';
import { planDataSet } from './data-set';

test('every airport is created once; some are revised, a few deleted, none after its delete', () => {
  const plan = planDataSet();
  const airports = plan.filter(({ entityType }) => entityType === 'airport');
  expect(airports).toHaveLength(3376);
  expect(new Set(plan.map(({ sk }) => sk)).size).toBe(plan.length);
  expect(airports.filter(({ versions }) => versions.length >= 4).length).toBeGreaterThan(200);
  const deletes = airports.filter(({ versions }) => versions.some(({ action }) => action === 'delete'));
  expect(deletes.length).toBeGreaterThan(50);
  for (const { versions } of deletes)
    expect(versions.findIndex(({ action }) => action === 'delete')).toBe(versions.length - 1);
});

test('a quoted comma in the source stays within its field', () => {
  const union = planDataSet().find(({ sk }) => sk === 'AIRPORT#35A');
  expect(union?.versions[0]?.attributes).toMatchObject({
    name: 'Union County, Troy Shelton',
    city: 'Union',
    latitude: 34.68680111,
  });
});
