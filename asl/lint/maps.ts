import type { AnyMap } from '../definition/workflow';
import { isDistributed } from '../graph/scopes';
import { called, type StateRule } from './finding';

const distributedOnly = [
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'Label',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
] as const;

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
function problemsOfReading({ ItemReader: reader }: AnyMap): readonly string[] {
  if (reader === undefined) return [];
  const { InputType, ManifestType, Transformation, CSVHeaderLocation, CSVHeaders } = reader.ReaderConfig ?? {};
  const lists = !('Key' in reader.Arguments);
  const flattens = Transformation === 'LOAD_AND_FLATTEN';
  if (lists && !flattens) return [];
  if (!lists && flattens) return ['has LOAD_AND_FLATTEN and reads one object. Let it list objects, or leave that out.'];
  if (InputType === undefined && (lists || ManifestType === 'ATHENA_DATA')) {
    return ['reads objects without saying what they hold. Give its ReaderConfig an InputType.'];
  }
  if (InputType === undefined && ManifestType === undefined) {
    return ['reads an object without saying what it holds. Give its ReaderConfig an InputType.'];
  }
  if (InputType !== 'CSV') return [];
  if (CSVHeaderLocation === undefined) return ['reads CSV without a CSVHeaderLocation. Say FIRST_ROW or GIVEN.'];
  const given = CSVHeaderLocation === 'GIVEN';
  if (given === (CSVHeaders !== undefined)) return [];
  return [
    given ? 'has CSVHeaderLocation GIVEN and no CSVHeaders.' : 'has CSVHeaders, which FIRST_ROW leaves no use for.',
  ];
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html */
function problemsOfBatches({ ItemBatcher: batcher }: AnyMap): readonly string[] {
  if (batcher === undefined) return [];
  const limited = batcher.MaxItemsPerBatch !== undefined || batcher.MaxInputBytesPerBatch !== undefined;
  return limited ? [] : ['has an ItemBatcher without a limit. Give it MaxItemsPerBatch or MaxInputBytesPerBatch.'];
}

/**
 * An inline Map has none of a Distributed Map's fields, and a Map has items from one place. A Distributed Map says what it
 * reads, and by what its batches are limited.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html
 */
export const mapFields: StateRule = ({ name, state, inside }) => {
  if (state.Type !== 'Map') return [];
  const problems: string[] = [];
  const extra = isDistributed(state) ? [] : distributedOnly.filter((field) => state[field] !== undefined);
  if (extra.length > 0) {
    problems.push(`has ${extra.join(', ')}, which only a Distributed Map has. Set Mode to DISTRIBUTED, or remove it.`);
  }
  if (state.Items !== undefined && state.ItemReader !== undefined) {
    problems.push('has both Items and ItemReader. Keep the one that its items come from.');
  }
  if (isDistributed(state)) problems.push(...problemsOfReading(state), ...problemsOfBatches(state));
  return problems.map((problem) => ({
    rule: 'map-fields',
    state: name,
    message: `Map ${called(name, inside)} ${problem}`,
  }));
};
