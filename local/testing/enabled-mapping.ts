import type { EventSourceMapping } from '../event-sources/mapping';

type Settings = Pick<EventSourceMapping, 'EventSourceArn' | 'BatchSize' | 'FunctionResponseTypes'>;

/** An enabled mapping to the function `f`, which has not polled yet and does not wait for batches to fill. */
export function enabledMapping(settings: Settings & Partial<EventSourceMapping>): EventSourceMapping {
  return {
    UUID: 'u',
    EventSourceMappingArn: 'arn:mapping',
    FunctionArn: 'arn:aws:lambda:ap-northeast-1:000000000000:function:f',
    State: 'Enabled',
    StateTransitionReason: '',
    LastModified: 0,
    LastProcessingResult: '',
    Tags: {},
    MaximumBatchingWindowInSeconds: 0,
    ...settings,
  };
}
