import { expect, test } from '@jest/globals';
import { OPERATIONS } from '../supported';
import { TestEngine } from '../testing/engine';

test.each(OPERATIONS)('%s is carried out', async (operation) => {
  // Without input each operation but those that need none asks for what it misses; none is unknown.
  const answer = await new TestEngine().handle(operation, {}).then(
    () => 'answered',
    ({ code }: { code: string }) => code,
  );
  expect(answer).toMatch(/^(answered|ValidationException|MissingRequiredParameter|InvalidArn|InvalidDefinition)$/);
});

test('what AWS does not have is unknown', async () => {
  await expect(new TestEngine().handle('MakeCoffee', {})).rejects.toMatchObject({
    code: 'UnknownOperationException',
    message: 'AWS Step Functions has no operation MakeCoffee.',
  });
});
