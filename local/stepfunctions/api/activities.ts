import type { Activity } from '../activities/activities';
import { activityDoesNotExist } from '../errors';
import { activityArn, checkActivityArn, checkName } from './arn';
import { AWS_OWNED_KEY, readEncryption } from './configurations';
import { ARN, Fields } from './fields';
import { pageOf } from './pages';
import { type Operation, type ServiceContext, seconds } from './service-context';
import { readTags } from './tags';

/** Idempotent by the name: tags of a repetition are ignored. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html */
export const createActivity: Operation = (context, input) => {
  const fields = new Fields(input, ['name', 'tags', 'encryptionConfiguration']);
  const name = checkName(fields.text('name', { min: 1, max: 80 }));
  readEncryption(fields);
  const tags = readTags(fields);
  const arn = activityArn(context, name);
  const activity = context.activities.find(arn) ?? { arn, name, createdAt: context.clock.now(), tags };
  context.activities.put(activity);
  return { activityArn: arn, creationDate: seconds(activity.createdAt) };
};

/** An activity that does not exist is no error. */
export const deleteActivity: Operation = ({ activities }, input) => {
  const fields = new Fields(input, ['activityArn']);
  activities.delete(checkActivityArn(fields.text('activityArn', ARN)));
  return {};
};

export const describeActivity: Operation = (context, input) => {
  const activity = get(context, new Fields(input, ['activityArn']));
  return { ...item(activity), encryptionConfiguration: AWS_OWNED_KEY };
};

/** All, by name. */
export const listActivities: Operation = ({ activities, clock }, input) => {
  const all = activities.all().sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, ...next } = pageOf(all, new Fields(input, ['maxResults', 'nextToken']), {
    operation: 'ListActivities',
    clock,
    position: ({ name }) => [name],
  });
  return { activities: items.map(item), ...next };
};

/**
 * The next task of an activity, which its worker ends with the token. Waits a minute for one; then the answer is empty.
 * A worker that goes away meanwhile is given none.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html
 */
export const getActivityTask: Operation = async (context, input, signal) => {
  const fields = new Fields(input, ['activityArn', 'workerName']);
  const workerName = fields.optionalText('workerName', { min: 1, max: 80 });
  const { arn } = get(context, fields);
  const task = await context.activities.poll(arn, workerName, signal);
  return task ? { taskToken: task.token, input: task.input } : {};
};

const item = ({ arn, name, createdAt }: Activity) => ({
  activityArn: arn,
  name,
  creationDate: seconds(createdAt),
});

/** @throws ActivityDoesNotExist */
function get({ activities }: ServiceContext, fields: Fields): Activity {
  const arn = checkActivityArn(fields.text('activityArn', ARN));
  const activity = activities.find(arn);
  if (!activity) throw activityDoesNotExist(arn);
  return activity;
}
