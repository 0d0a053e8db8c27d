import { expect, test } from '@jest/globals';
import { pruned, unlinked } from './documents';

const gone = new Set(['task']);

test.each([
  [
    'a section, to the next heading as high',
    '# A\n\n## B <!-- with: task -->\n\nb\n\n### C\n\n```\n# no\n```\n\n## D\n',
    '# A\n\n## D\n',
  ],
  ['a row', '| a |\n|---|\n| b | <!-- with: task -->\n| c |\n', '| a |\n|---|\n| c |\n'],
  ['an item with its lines', '- a\n- **b** <!-- with: task -->\n  more\n- c\n', '- a\n- c\n'],
  ['a paragraph, wherever it is marked', 'a\n\nb\nb <!-- with: task --> b\nb\n\nc\n', 'a\n\nc\n'],
  ['a paragraph right below a heading', '# A\nb <!-- with: task -->\n\nc\n', '# A\n\nc\n'],
  ['the fence below a mark', '<!-- with: task -->\n```sh\na\n\nb\n```\n\nc\n', '\nc\n'],
  ['what takes more than is left', 'a\n\nb <!-- with: command, task -->\n\nc\n', 'a\n\nc\n'],
  ['the last block', 'a\n\n## b <!-- with: task -->\n\nb', 'a\n'],
])('%s goes with what it is marked with', (_, text, left) => {
  expect(pruned(text, gone)).toBe(left);
  expect(pruned(text, new Set(['order']))).toBe(text);
});

test('a link to what is gone is its text', () => {
  const isGone = (path: string) => path.startsWith('stacks/task/');
  const text = '[`task`](../stacks/task/task.md#a), [b](../stacks/order/b.md), [c](https://stacks/task/), [d](#e)';
  expect(unlinked('docs/a.md', text, isGone)).toBe(
    '`task`, [b](../stacks/order/b.md), [c](https://stacks/task/), [d](#e)',
  );
});
