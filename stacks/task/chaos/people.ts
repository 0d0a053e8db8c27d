import { dynamodb } from '@blueprint/lambdas/platform/dynamodb';
import { environment } from '@blueprint/lambdas/platform/environment';
import { TaskPublisher, type TaskSubmission } from '@blueprint/lambdas/task/publisher';

const env = environment('people', ['TASKS_TABLE', 'RETENTION_DAYS']);
const publisher = new TaskPublisher(dynamodb, { table: env.TASKS_TABLE, retentionDays: env.RETENTION_DAYS });

/** What publishers call, bundled like a function, so that faults strike them in the same way. */
export const publish = (submission: TaskSubmission) => publisher.publish(submission);
