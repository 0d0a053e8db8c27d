import { resourceNotFound, StepFunctionsError, validationException } from '../errors';
import { isObject } from '../json';
import { ARN, Fields } from './fields';
import type { Operation, ServiceContext } from './service-context';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html */
const MOST_TAGS = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

/** The request's `tags`, by key. */
export function readTags(fields: Fields): Map<string, string> {
  const tags = new Map<string, string>();
  for (const [index, tag] of (fields.optionalList('tags') ?? []).entries()) {
    const { key, value = '' } = isObject(tag) ? tag : {};
    if (typeof key !== 'string' || key.length === 0 || key.length > LONGEST_KEY) {
      throw validationException(`tags[${index}].key must be a text of 1 to ${LONGEST_KEY} characters`);
    }
    if (typeof value !== 'string' || value.length > LONGEST_VALUE) {
      throw validationException(`tags[${index}].value must be a text of at most ${LONGEST_VALUE} characters`);
    }
    tags.set(key, value);
  }
  return tags;
}

function tagsOf({ stateMachines }: ServiceContext, fields: Fields): { arn: string; tags: Map<string, string> } {
  const arn = fields.text('resourceArn', ARN);
  const tags = stateMachines.find(arn)?.tags;
  if (!tags) throw resourceNotFound(arn);
  return { arn, tags };
}

export const tagResource: Operation = (context, input) => {
  const fields = new Fields(input, ['resourceArn', 'tags']);
  const { arn, tags } = tagsOf(context, fields);
  const added = readTags(fields);
  if (new Set([...tags.keys(), ...added.keys()]).size > MOST_TAGS) {
    throw new StepFunctionsError('TooManyTags', `Too many tags: '${arn}' may have ${MOST_TAGS}`);
  }
  for (const [key, value] of added) tags.set(key, value);
  return {};
};

export const untagResource: Operation = (context, input) => {
  const fields = new Fields(input, ['resourceArn', 'tagKeys']);
  const { tags } = tagsOf(context, fields);
  for (const key of fields.optionalList('tagKeys') ?? []) tags.delete(String(key));
  return {};
};

export const listTagsForResource: Operation = (context, input) => {
  const { tags } = tagsOf(context, new Fields(input, ['resourceArn']));
  return { tags: [...tags].map(([key, value]) => ({ key, value })) };
};
