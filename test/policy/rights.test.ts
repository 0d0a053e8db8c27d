import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Right } from '@blueprint/local';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { judgeRights, rightsLine } from './rights';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rights-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a run leaves: rights of one role on one queue. */
function run(name: string, actions: Readonly<Record<string, boolean>>): string {
  const file = join(folder, name);
  const rights = Object.entries(actions).map(
    ([action, used]): Right => ({ role: 'local-it-trigger', action, resource: 'arn:it-failures', used }),
  );
  writeFileSync(file, JSON.stringify(rights));
  return file;
}

const exemption = { rules: ['right-used'], resources: ['*-trigger'], reason: 'nothing fails' };

test('a right that no run has used needs a reason', () => {
  const files = [run('one', { send: false, receive: true }), run('two', { send: false, receive: false })];
  const judged = judgeRights(files, []);
  const unused = {
    rule: 'right-used',
    stack: 'local',
    resource: 'local-it-trigger',
    problem: 'send on arn:it-failures',
  };
  expect(judged).toEqual({ granted: 2, used: 1, broken: [unused], exempted: [], stale: [] });
  expect(rightsLine(judged)).toBe('1 of the 2 rights of roles were used; 0 have a reason not to be, 1 have none');
  const excused = judgeRights(files, [{ ...exemption, problems: ['send on *-failures'] }]);
  expect(excused).toMatchObject({ broken: [], exempted: [{ ...unused, reason: 'nothing fails' }] });
});

test('a reason for a right that no role has is stale, and one for a right that happens to be used is not', () => {
  const files = [run('one', { send: true })];
  expect(judgeRights(files, [exemption]).stale).toEqual([]);
  expect(judgeRights(files, [{ ...exemption, problems: ['delete on *'] }]).stale).toHaveLength(1);
});

test('a run that has left nothing is no run', () => {
  expect(() => judgeRights([join(folder, 'none')], [])).toThrow(`There is no ${join(folder, 'none')}`);
});
