import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deletedWith } from './dependents';

const WORKFLOWS = ['approval', 'mail', 'order', 'report', 'ship'];
let root: string;
const write = (file: string, text = ''): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'dependents-'));
  for (const name of WORKFLOWS) for (const room of ['stacks', 'lambdas']) write(`${room}/${name}/index.ts`);
  write('lambdas/order/approve.ts', "import { link } from '../approval/link';\n");
  write('stacks/ship/inner/types.ts', "type T = typeof import('@blueprint/lambdas/order/functions');\n");
  write('lambdas/mail/send.ts', "import { x } from './approval';\nimport '../platform/approval';\n");
  write('lambdas/mail/notes.md', "from '../approval/link'");
  write('stacks/report/index.test.ts', "import {\n  a,\n  b,\n} from '../../lambdas/mail/send';\n");
});

afterAll(() => rmSync(root, { recursive: true }));

test.each([
  ['approval', ['approval', 'order', 'ship']],
  ['mail', ['mail', 'report']],
  ['order', ['order', 'ship']],
  ['ship', ['ship']],
])('%s goes with those that import it, or what goes with it', (name, deleted) => {
  expect([...deletedWith(root, WORKFLOWS, name)].sort()).toEqual(deleted);
});
