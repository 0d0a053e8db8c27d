import { describe, expect, test } from '@jest/globals';
import { median, percentile, sampleOf } from './statistics';

describe('median', () => {
  test('of an odd number of values is the middle one, whatever their order', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  test('of an even number of values is the mean of the two in the middle', () => {
    expect(median([1, 100, 2, 4])).toBe(3);
  });

  test('of one value is that value; of none there is none', () => {
    expect(median([7])).toBe(7);
    expect(() => median([])).toThrow('no median');
  });
});

test('a sample tells the spread of its rounds', () => {
  expect(sampleOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
});

test('a percentile is a value that so large a share does not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 0.99)).toBe(99);
  expect(percentile(hundred, 1)).toBe(100);
  expect(percentile([5], 0.01)).toBe(5);
  expect(() => percentile([], 0.5)).toThrow('no percentile');
});
