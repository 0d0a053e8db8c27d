import { describe, expect, test } from '@jest/globals';
import { assertLinted, LintError } from './lint';
import { alone } from './testing/linted';

describe('the error', () => {
  test('lists every finding, with its rule', () => {
    const broken = alone({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'f' },
      End: true,
    });
    let thrown: unknown;
    try {
      assertLinted(broken);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(LintError);
    expect(thrown).toMatchObject({
      message: expect.stringMatching(
        /^The workflow has 2 problems:\n- Task "s" has no Retry.*\[task-retry\]\n- Task "s" has no TimeoutSeconds.*\[task-timeout\]$/,
      ),
    });
  });

  test('is not thrown for a workflow without findings', () => {
    expect(() => assertLinted(alone({ Type: 'Succeed' }))).not.toThrow();
  });
});
