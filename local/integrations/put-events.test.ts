import { expect, test } from '@jest/globals';
import type { JsonObject, JsonValue } from '../stepfunctions';
import { EXECUTION, MACHINE, taskRequest } from '../testing/task-request';
import { putEvents } from './put-events';

const entry = { Source: 's', DetailType: 't', Detail: { a: 1 } };

async function put(entries: JsonValue[]) {
  const sent: JsonObject[] = [];
  const send = async (input: JsonObject) => {
    sent.push(input);
    const ids = (input.Entries as JsonValue[]).map((_, index) => ({ EventId: `e${index}` }));
    return { Entries: ids, FailedEntryCount: 0 };
  };
  const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
  return { outcome: await putEvents(taskRequest('events:putEvents', { Entries: entries }), send, credentials), sent };
}

test('an event has its detail as text, and the execution among its resources', async () => {
  const { outcome, sent } = await put([entry, { ...entry, Detail: '{}', Resources: ['r'] }]);
  expect(sent).toEqual([
    {
      Entries: [
        { Source: 's', DetailType: 't', Detail: '{"a":1}', Resources: [MACHINE, EXECUTION] },
        { Source: 's', DetailType: 't', Detail: '{}', Resources: ['r', MACHINE, EXECUTION] },
      ],
    },
  ]);
  expect(outcome).toEqual({ output: { Entries: [{ EventId: 'e0' }, { EventId: 'e1' }], FailedEntryCount: 0 } });
});

test('an entry that is not taken fails the Task, after the others have been sent', async () => {
  const { outcome, sent } = await put([{ ...entry, Detail: '"text"' }, entry, { DetailType: 't', Detail: {} }]);
  expect(sent[0]?.Entries).toHaveLength(1);
  expect(outcome).toEqual({
    error: 'EventBridge.FailedEntry',
    cause:
      '{"Entries":[{"ErrorCode":"MalformedDetail","ErrorMessage":"Detail is malformed."},{"EventId":"e0"},' +
      '{"ErrorCode":"InvalidArgument","ErrorMessage":"Parameter Source is not valid. Reason: Source is a required argument."}],' +
      '"FailedEntryCount":2}',
  });
});
