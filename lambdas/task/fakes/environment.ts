import '../../fakes/environment';

export { REJECTED_QUEUE_URL, STATE_MACHINE_ARN } from '../../fakes/environment';

/** Variables of the task functions under test. Import this first: handlers read their environment while they load. */
const variables = {
  TASKS_TABLE: 'tasks',
  DISTRIBUTED_STATE_MACHINE_ARN:
    'arn:aws:states:ap-northeast-1:000000000000:stateMachine:test-blueprint-task-handler-distributed:live',
  INLINE_ITEMS_LIMIT: '3',
  ACTION_QUEUE_URL: 'http://127.0.0.1/000000000000/test-blueprint-task-action-queue',
  NOTIFICATION_QUEUE_URL: 'http://127.0.0.1/000000000000/test-blueprint-notification-queue',
  WEBHOOK_URLS: '["https://one.example/hook","https://user:secret@two.example/hook?token=abc"]',
  SIGNING_KEY_PARAMETER: '/test/blueprint/webhook-key',
};
Object.assign(process.env, variables);

export const { DISTRIBUTED_STATE_MACHINE_ARN, ACTION_QUEUE_URL, NOTIFICATION_QUEUE_URL } = variables;
