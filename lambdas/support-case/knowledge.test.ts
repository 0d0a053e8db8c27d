import { describe, expect, test } from '@jest/globals';
import { consult, TOPICS, teamOf } from './knowledge';

describe('an article', () => {
  test.each([
    ['My account is locked', 'unlock-account'],
    ['LOCKED! my account…', 'unlock-account'],
    ['My account is blocked', undefined],
    ['The door is locked', undefined],
    ['', undefined],
  ])('answers "%s" when all of its symptoms are words of it', (description, id) => {
    expect(consult('login', description, 2).article?.id).toBe(id);
  });
});

test.each(TOPICS)('attempts at %s end: each has one article less left, and beyond the last there is none', (topic) => {
  expect(teamOf(topic)).toMatch(/^[a-z]+$/);
  const first = consult(topic, 'x', 1).attemptsLeft;
  const left = Array.from({ length: first + 2 }, (_, index) => consult(topic, 'x', index + 1).attemptsLeft);
  expect(left).toEqual([...Array.from({ length: first + 1 }, (_, index) => first - index), 0]);
});
