import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removedWorkflows } from './selection';

const WORKFLOWS = ['approval', 'command', 'order', 'quote'];
let root: string;
const removed = (wanted: Parameters<typeof removedWorkflows>[2]) => removedWorkflows(root, WORKFLOWS, wanted);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'selection-'));
  for (const name of WORKFLOWS)
    for (const room of ['stacks', 'lambdas']) mkdirSync(join(root, room, name), { recursive: true });
  writeFileSync(join(root, 'stacks', 'order', 'index.ts'), "import { approvalTask } from '../approval/task';\n");
});

afterAll(() => rmSync(root, { recursive: true }));

test('nothing goes unless it is asked for', () => {
  expect(removed({ without: [] })).toEqual([]);
});

test('what is named goes, with what imports it', () => {
  expect(removed({ without: ['quote'] })).toEqual(['quote']);
  expect(removed({ without: ['order', 'approval'] })).toEqual(['approval', 'order']);
  expect(removed({ without: ['order'] })).toEqual(['order']);
});

test('all others go, but never the core', () => {
  expect(removed({ only: ['quote'] })).toEqual(['approval', 'order']);
  expect(removed({ only: ['order', 'approval'] })).toEqual(['quote']);
  expect(removed({ only: [] })).toEqual(['approval', 'order', 'quote']);
});

describe('it is told', () => {
  test.each([
    [{ without: ['approval'] }, "order imports approval, and can't be without it. Name both, or neither."],
    [{ only: ['order'] }, "order imports approval, and can't be without it. Add what it imports to --only"],
    [{ without: ['invoice'] }, 'There is no workflow invoice. There are: approval, command, order, quote.'],
    [{ without: ['command'] }, '--without command: it is what the other workflows'],
  ])('what is wrong with %j', (wanted, problem) => {
    expect(() => removed(wanted)).toThrow(problem);
  });
});
