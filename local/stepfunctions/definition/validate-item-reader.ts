import { isObject, type JsonObject, type JsonValue } from '../json';
import { CSV_DELIMITERS } from './compile-distributed-map';
import { validateExpressions, validateInteger } from './validate-fields';
import type { Surroundings } from './validate-machine';

const RESOURCE = /^arn:[\w-]+:states:::s3:(getObject|listObjectsV2)$/;

/** How many items a map run may have. */
const MOST_ITEMS = 100_000_000;

/** The most that CSV headers may take, in bytes. @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
export const LARGEST_HEADER = 10 * 1024;

/** Checks an ItemReader: what it reads, and how. @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
export function validateItemReader(reader: JsonValue, location: string, surroundings: Surroundings): void {
  const { diagnostics, integrations } = surroundings;
  if (!diagnostics.object(reader, location)) return;
  diagnostics.knowsPart(reader, 'itemReader', location);
  if (!diagnostics.requires(reader, ['Resource', 'Arguments'], location)) return;
  const { Resource, Arguments = null, ReaderConfig } = reader;
  const operation = typeof Resource === 'string' ? RESOURCE.exec(Resource)?.[1] : undefined;
  if (!operation) {
    diagnostics.schema(`The resource provided ${Resource} is not recognized.`, `${location}/Resource`);
    return;
  }
  if (!integrations.objects) diagnostics.refuse('ItemReader', { refused: 'no object store was given to it' }, location);
  validateExpressions(Arguments, `${location}/Arguments`, diagnostics);
  if (isObject(Arguments)) {
    const needed = operation === 'getObject' ? ['Bucket', 'Key'] : ['Bucket'];
    diagnostics.requires(Arguments, needed, `${location}/Arguments`);
  }
  if (ReaderConfig === undefined) {
    if (operation === 'getObject') diagnostics.requires(reader, ['ReaderConfig'], location);
    return;
  }
  validateReaderConfig(ReaderConfig, operation, `${location}/ReaderConfig`, surroundings);
}

function validateReaderConfig(config: JsonValue, operation: string, at: string, surroundings: Surroundings): void {
  const { diagnostics } = surroundings;
  if (!diagnostics.object(config, at)) return;
  diagnostics.knowsPart(config, 'readerConfig', at);
  validateInteger(config, 'MaxItems', at, diagnostics, { min: 0, max: MOST_ITEMS });
  const { InputType, ManifestType } = config;
  if (operation === 'listObjectsV2') {
    if (InputType !== undefined) diagnostics.schema('InputType is not supported with listObjectsV2', `${at}/InputType`);
    return;
  }
  if (ManifestType === 'ATHENA_DATA' || InputType === 'PARQUET') {
    const [field, value] = InputType === 'PARQUET' ? ['InputType', 'PARQUET'] : ['ManifestType', 'ATHENA_DATA'];
    const refused = 'it reads CSV, JSON, JSONL and S3 inventory manifests';
    diagnostics.refuse(`The ${field} '${value}'`, { refused }, `${at}/${field}`);
    return;
  }
  if (ManifestType !== undefined) {
    diagnostics.oneOf(ManifestType, ['ATHENA_DATA', 'S3_INVENTORY'], 'ManifestType', `${at}/ManifestType`);
    if (InputType !== undefined && InputType !== 'MANIFEST') {
      diagnostics.schema(`ManifestType is not supported with InputType ${InputType}`, `${at}/ManifestType`);
    }
  } else if (diagnostics.requires(config, ['InputType'], at)) {
    diagnostics.oneOf(InputType, ['CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST'], 'InputType', `${at}/InputType`);
  }
  validateCsv(config, at, surroundings);
}

function validateCsv(config: JsonObject, at: string, { diagnostics }: Surroundings): void {
  const { InputType, CSVHeaderLocation, CSVHeaders, CSVDelimiter } = config;
  if (InputType !== 'CSV') {
    for (const name of ['CSVHeaderLocation', 'CSVHeaders', 'CSVDelimiter']) {
      if (config[name] !== undefined)
        diagnostics.schema(`${name} is only supported with InputType CSV`, `${at}/${name}`);
    }
    return;
  }
  if (CSVDelimiter !== undefined) {
    diagnostics.oneOf(CSVDelimiter, Object.keys(CSV_DELIMITERS), 'CSVDelimiter', `${at}/CSVDelimiter`);
  }
  if (!diagnostics.requires(config, ['CSVHeaderLocation'], at)) return;
  const location = `${at}/CSVHeaderLocation`;
  if (!diagnostics.oneOf(CSVHeaderLocation, ['FIRST_ROW', 'GIVEN'], 'CSVHeaderLocation', location)) return;
  if (CSVHeaderLocation === 'FIRST_ROW') {
    if (CSVHeaders !== undefined) {
      diagnostics.schema('CSVHeaders is only supported with CSVHeaderLocation GIVEN', `${at}/CSVHeaders`);
    }
    return;
  }
  if (!diagnostics.requires(config, ['CSVHeaders'], at) || !diagnostics.array(CSVHeaders, `${at}/CSVHeaders`)) return;
  const strings = CSVHeaders.every((header, index) => diagnostics.string(header, `${at}/CSVHeaders[${index}]`));
  if (strings && Buffer.byteLength(CSVHeaders.join(',')) > LARGEST_HEADER) {
    diagnostics.schema('CSV headers cannot exceed 10 KiB', `${at}/CSVHeaders`);
  }
}
