import { invalidArn, resourceNotFound, StepFunctionsError } from '../errors';
import { ARN, Fields, type TextLimits } from './fields';
import type { Operation, ServiceContext } from './service-context';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html */
const MOST_TAGS = 50;
/** "Unicode letters, digits, white space, or these symbols", as AWS's services write it. */
const pattern = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*';
const KEY: TextLimits = { min: 1, max: 128, pattern };
const VALUE: TextLimits = { max: 256, pattern };

/** The request's `tags`, by key. @throws TooManyTags */
export function readTags(fields: Fields): Map<string, string> {
  const tags = new Map<string, string>();
  for (const tag of fields.optionalStructures('tags', ['key', 'value']) ?? []) {
    const key = tag.text('key', KEY);
    tags.set(key, tag.optionalText('value', VALUE) ?? '');
  }
  if (tags.size > MOST_TAGS) throw tooManyTags();
  return tags;
}

const tooManyTags = () => new StepFunctionsError('TooManyTags', `Too many tags: a resource may have ${MOST_TAGS}`);

/** Of a state machine or an activity: versions and aliases have none. @throws InvalidArn, ResourceNotFound */
function tagsOf({ stateMachines, activities }: ServiceContext, fields: Fields): Map<string, string> {
  const arn = fields.text('resourceArn', ARN);
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const tags = (stateMachines.find(arn) ?? activities.find(arn))?.tags;
  if (!tags) throw resourceNotFound(arn);
  return tags;
}

export const tagResource: Operation = (context, input) => {
  const fields = new Fields(input, ['resourceArn', 'tags']);
  if (!fields.optionalList('tags')) fields.refuse('tags', 'not be null');
  const added = readTags(fields);
  const tags = tagsOf(context, fields);
  if (new Set([...tags.keys(), ...added.keys()]).size > MOST_TAGS) {
    throw tooManyTags();
  }
  for (const [key, value] of added) tags.set(key, value);
  return {};
};

export const untagResource: Operation = (context, input) => {
  const fields = new Fields(input, ['resourceArn', 'tagKeys']);
  const keys = fields.optionalTexts('tagKeys', KEY) ?? fields.refuse('tagKeys', 'not be null');
  const tags = tagsOf(context, fields);
  for (const key of keys) tags.delete(key);
  return {};
};

export const listTagsForResource: Operation = (context, input) => {
  const tags = tagsOf(context, new Fields(input, ['resourceArn']));
  return { tags: [...tags].map(([key, value]) => ({ key, value })) };
};
