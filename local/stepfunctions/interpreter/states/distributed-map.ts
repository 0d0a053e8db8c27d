import type { DistributedMap, ItemReader, MapState, ResultWriter } from '../../definition/machine';
import { uuid } from '../../expressions/functions';
import { type Template, unexpectedType } from '../../expressions/template';
import { isObject, type JsonValue } from '../../json';
import { mapRunArn, nameUuid } from '../../map-run/arns';
import type { Batching, Destination, ItemSource, MapRunOutcome, MapRunRequest } from '../../map-run/request';
import { s3ParameterProblems } from '../../map-run/s3-parameters';
import type { Draft } from '../draft';
import type { StartedMapRun } from '../execution';
import { fail } from '../fail';
import { ErrorName, StateFailure, whileExecuting } from '../failures';
import { failureDetails } from '../finish';
import { evaluateInteger, numberOf } from '../numbers';
import { seedRandom } from '../random';
import { evaluate, scopeOf } from '../scope';
import { leave } from '../transition';
import { itemsOf } from './map-items';

/** The largest input of a child, in bytes, and so of a batch. */
const LARGEST_BATCH = 262_144;
const MOST_CHILDREN = 10_000;
const AT_LEAST_ONE = { min: 1, max: Number.MAX_SAFE_INTEGER };

/**
 * Asks for a map run, by the state's fields as they are now. What has to be read or evaluated item by item is left to the
 * map run: here it could have no end.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export async function startMapRun(draft: Draft, id: number, state: MapState, map: DistributedMap): Promise<void> {
  const items = map.reader ? undefined : await itemsOf(draft, id, state);
  const maxConcurrency = await integer(draft, id, state.maxConcurrency, 'MaxConcurrency', {
    min: 0,
    max: MOST_CHILDREN,
  });
  // AWS does not know yet how many items a reader will find.
  draft.recordNext(id, 'MapStateStarted', { length: items?.length ?? 0 });
  const tolerated = await tolerance(draft, id, state, map);
  const source = map.reader ? await readerSource(draft, id, map.reader) : { items: items ?? [] };
  const batch = await batching(draft, id, map);
  const writer = map.writer && (await writerOf(draft, id, map.writer));
  const { stateMachineArn } = draft.execution;
  const label = map.label ?? nameUuid(`${stateMachineArn}/${state.name}`);
  const arn = mapRunArn(stateMachineArn, label, uuid(draft.random));
  const { states, root = null } = scopeOf(draft, id, {});
  const { input, context } = states as Pick<MapRunRequest['scope'], 'input' | 'context'>;
  const request: MapRunRequest = {
    arn,
    label,
    stateName: state.name,
    executionType: map.executionType,
    processor: state.processor,
    source,
    scope: { input, root, context, variables: draft.thread(id).variables },
    maxConcurrency: maxConcurrency ?? 0,
    ...tolerated,
    ...(state.itemSelector ? { selector: state.itemSelector } : {}),
    ...(batch ? { batch } : {}),
    ...(writer ? { writer } : {}),
    random: seedRandom(draft.random),
  };
  const previousEvent = draft.thread(id).lastEvent;
  draft.recordNext(id, 'MapRunStarted', { mapRunArn: arn });
  draft.work(id, { kind: 'mapRun', mapRun: { arn, previousEvent, redriveCount: 0 } });
  draft.effects.push({ type: 'startMapRun', thread: id, request });
}

/** Leaves the state with the map run's result, or fails it as the map run has failed. */
export async function mapRunEnded(
  draft: Draft,
  id: number,
  state: MapState,
  mapRun: StartedMapRun,
  outcome: MapRunOutcome,
): Promise<void> {
  if ('failure' in outcome) {
    draft.recordNext(id, 'MapRunFailed', failureDetails(outcome.failure));
    // What is too large would be so again: AWS then starts a new map run.
    const anew = outcome.failure.error === ErrorName.dataLimitExceeded;
    draft.work(id, anew ? { kind: 'stopped' } : { kind: 'stopped', mapRun });
    return fail(draft, id, outcome.failure);
  }
  draft.work(id, { kind: 'ready' });
  const succeeded = draft.record('MapRunSucceeded', draft.thread(id).lastEvent);
  draft.record('MapStateSucceeded', succeeded);
  const value = JSON.parse(outcome.output) as JsonValue;
  // AWS lets the exit follow the start of the map run.
  await leave(draft, id, state, { value, text: outcome.output }, { result: value });
}

/** Runs the map run's unsuccessful children again. */
export function redriveMapRun(draft: Draft, id: number, { arn, previousEvent, redriveCount }: StartedMapRun): void {
  const mapRun: StartedMapRun = { arn, previousEvent, redriveCount: redriveCount + 1 };
  const details = { mapRunArn: arn, redriveCount: mapRun.redriveCount };
  draft.follow(id, draft.record('MapRunRedriven', previousEvent, details));
  draft.work(id, { kind: 'mapRun', mapRun });
  draft.effects.push({ type: 'redriveMapRun', thread: id, mapRunArn: arn });
}

async function tolerance(draft: Draft, id: number, state: MapState, map: DistributedMap) {
  const invalid = (sentence: string) => {
    const cause = whileExecuting(state.name, draft.activation(id).enteredEvent, sentence);
    return new StateFailure({ error: ErrorName.runtime, cause });
  };
  const count = await number(draft, id, map.toleratedFailureCount, 'ToleratedFailureCount', Number.isInteger);
  const percentage = await number(draft, id, map.toleratedFailurePercentage, 'ToleratedFailurePercentage');
  if (count !== undefined && count < 0) throw invalid('ToleratedFailureCount cannot be negative.');
  if (percentage !== undefined && (percentage < 0 || percentage > 100)) {
    throw invalid('ToleratedFailurePercentage must be between 0 and 100.');
  }
  return {
    ...(count === undefined ? {} : { toleratedFailureCount: count }),
    ...(percentage === undefined ? {} : { toleratedFailurePercentage: percentage }),
  };
}

async function number(
  draft: Draft,
  id: number,
  template: Template | undefined,
  location: string,
  fits: (value: number) => boolean = () => true,
): Promise<number | undefined> {
  if (!template) return undefined;
  const value = numberOf(template, await evaluate(draft, id, template, location));
  if (typeof value === 'number' && fits(value)) return value;
  throw unexpectedType(template, location, fits === Number.isInteger ? 'integer' : 'number', value);
}

async function integer(
  draft: Draft,
  id: number,
  template: Template | undefined,
  location: string,
  bounds: { min: number; max: number },
): Promise<number | undefined> {
  return template && evaluateInteger(draft, id, template, location, bounds);
}

async function readerSource(draft: Draft, id: number, reader: ItemReader): Promise<ItemSource> {
  const values = await evaluate(draft, id, reader.arguments, 'ItemReader/Arguments');
  if (!isObject(values)) throw unexpectedType(reader.arguments, 'ItemReader/Arguments', 'object', values);
  const location = 'ItemReader/ReaderConfig/MaxItems';
  const maxItems = await number(draft, id, reader.maxItems, location, Number.isInteger);
  return { format: reader.format, arguments: values, maxItems: maxItems ?? 0 };
}

async function batching(draft: Draft, id: number, { batcher }: DistributedMap): Promise<Batching | undefined> {
  if (!batcher) return undefined;
  const maxItems = await integer(draft, id, batcher.maxItems, 'ItemBatcher/MaxItemsPerBatch', AT_LEAST_ONE);
  const bytes = { min: 1, max: LARGEST_BATCH };
  const maxBytes = await integer(draft, id, batcher.maxBytes, 'ItemBatcher/MaxInputBytesPerBatch', bytes);
  const input = batcher.batchInput && (await evaluate(draft, id, batcher.batchInput, 'ItemBatcher/BatchInput'));
  return {
    ...(maxItems === undefined ? {} : { maxItems }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(input === undefined ? {} : { input }),
  };
}

async function writerOf(draft: Draft, id: number, writer: ResultWriter): Promise<MapRunRequest['writer']> {
  const { transformation, outputType, arguments: template } = writer;
  if (!template) return { transformation, outputType };
  const values = await evaluate(draft, id, template, 'ResultWriter/Arguments');
  if (!isObject(values)) throw unexpectedType(template, 'ResultWriter/Arguments', 'object', values);
  // Of Arguments that are one expression the names are known only now.
  const [problem] = s3ParameterProblems('putObject', values);
  if (problem !== undefined) throw new StateFailure({ error: ErrorName.resultWriterFailed, cause: problem });
  const { Bucket, Prefix = '', ExpectedBucketOwner } = values;
  if (typeof Bucket !== 'string')
    throw unexpectedType(template, 'ResultWriter/Arguments/Bucket', 'string', Bucket ?? null);
  if (typeof Prefix !== 'string') throw unexpectedType(template, 'ResultWriter/Arguments/Prefix', 'string', Prefix);
  if (ExpectedBucketOwner !== undefined && typeof ExpectedBucketOwner !== 'string')
    throw unexpectedType(template, 'ResultWriter/Arguments/ExpectedBucketOwner', 'string', ExpectedBucketOwner);
  const destination: Destination = {
    bucket: Bucket,
    prefix: Prefix === '' || Prefix.endsWith('/') ? Prefix : `${Prefix}/`,
    ...(ExpectedBucketOwner === undefined ? {} : { expectedBucketOwner: ExpectedBucketOwner }),
  };
  return { transformation, outputType, destination };
}
