import { workflow } from '@blueprint/asl';
import { type FunctionArn, lambdaTasks } from '../constructs/lambda-task';

/** Names of the command handlers' errors that come again however often a state is retried. */
export const UNMENDABLE_ERRORS = [
  'AlreadyApplied',
  'BodyTooLarge',
  'CommandMissing',
  'CorruptRow',
  'InvalidEnvironment',
  'InvalidEvent',
  'PredecessorMissing',
  'UnknownEntityType',
  'ValidationFailed',
  'VersionConflict',
  'VersionGap',
];

export interface CommandHandlerProps {
  readonly functionArn: FunctionArn;
  /** Seconds to wait for the predecessor of a command. */
  readonly waitSeconds: number;
}

/**
 * Settles one command: waits until the version before it is settled, then brings it to history, data and read models. Input:
 * the command's key. There is no Catch: a Task that fails for good fails the execution, so that a redrive resumes it there.
 */
export function commandHandler({ functionArn, waitSeconds }: CommandHandlerProps) {
  const { lambda, lambdaCallback } = lambdaTasks(functionArn, UNMENDABLE_ERRORS);
  return workflow({
    Comment: 'Settles one command of an entity, in the order of its versions',
    QueryLanguage: 'JSONata',
    StartAt: 'check_version',
    States: {
      check_version: { ...lambda('command/check-version'), Next: 'check_version_result' },
      check_version_result: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.result = 0 %}', Next: 'set_ttl_command' },
          { Condition: '{% $states.input.result = 1 %}', Next: 'wait_prev_command' },
          { Condition: '{% $states.input.result = -1 %}', Next: 'fail' },
        ],
        Default: 'wait_prev_command',
      },
      wait_prev_command: { ...lambdaCallback('command/wait-prev-command', waitSeconds), Next: 'set_ttl_command' },
      set_ttl_command: { ...lambda('command/set-ttl-command'), Next: 'history_copy' },
      history_copy: { ...lambda('command/history-copy'), Next: 'transform_data' },
      transform_data: { ...lambda('command/transform-data'), Next: 'sync_data_all' },
      sync_data_all: {
        Type: 'Map',
        MaxConcurrency: 0,
        Items: '{% $states.input.targets %}',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'sync_data',
          States: { sync_data: { ...lambda('command/sync-data'), End: true } },
        },
        Output: '{% $states.context.Execution.Input %}',
        Next: 'finish',
      },
      finish: { ...lambda('command/finish'), Next: 'success' },
      success: { Type: 'Succeed' },
      fail: { Type: 'Fail', Error: '{% $states.input.error %}', Cause: '{% $states.input.cause %}' },
    },
  });
}
