import { expect, test } from '@jest/globals';
import { deletionGroups } from './groups';

const WORKFLOWS = ['approval', 'image', 'import-csv', 'intake', 'order', 'quote', 'schedule', 'support', 'task'];
/** Orders import approvals. */
const together = (name: string) => (name === 'approval' ? ['approval', 'order'] : [name]);

test('for any two workflows, one goes while the other stays, but for what goes with it', () => {
  const groups = deletionGroups(WORKFLOWS, together);
  const never = WORKFLOWS.flatMap((goes) =>
    WORKFLOWS.filter((stays) => !groups.some((group) => group.includes(goes) && !group.includes(stays))).map(
      (stays) => `${stays} without ${goes}`,
    ),
  );
  const themselves = WORKFLOWS.map((name) => `${name} without ${name}`);
  expect(never.sort()).toEqual([...themselves, 'order without approval'].sort());
  for (const group of groups) expect(group).toEqual(expect.arrayContaining(group.flatMap(together)));
});

test('there are fewer groups than workflows', () => {
  expect(deletionGroups(WORKFLOWS, together).length).toBeLessThan(WORKFLOWS.length - 1);
  expect(deletionGroups(['a', 'b'], (name) => [name])).toEqual([['a'], ['b']]);
});

test('each goes, also one that is alone, or goes only with another', () => {
  expect(deletionGroups(['a'], (name) => [name])).toEqual([['a']]);
  expect(deletionGroups(['approval', 'order'], together).flat()).toEqual(expect.arrayContaining(['approval', 'order']));
});
