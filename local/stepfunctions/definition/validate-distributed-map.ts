import { isObject, type JsonObject } from '../json';
import { validateNumber } from './validate-fields';
import { validateItemReader, validateS3Parameters } from './validate-item-reader';
import type { Surroundings } from './validate-machine';
import { validateReferencePath } from './validate-paths';

/** What AWS forbids in a Label. @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what is forbidden.
const FORBIDDEN_IN_LABEL = /[\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]/;
const LONGEST_LABEL = 40;

/** The largest input of a child, in bytes, and so of a batch. */
const LARGEST_INPUT = 262_144;

const NOTHING = { refused: 'what a batch of nothing is good for is not documented' };

const PUT_OBJECT = /^arn:[\w-]+:states:::s3:putObject$/;

/** Checks the fields of a Map state that only the DISTRIBUTED mode has. */
export function validateDistributedMap(state: JsonObject, at: string, surroundings: Surroundings): void {
  const { diagnostics } = surroundings;
  validateLabel(state, at, surroundings);
  validateTolerance(state, at, surroundings);
  if (state.ItemReader !== undefined) {
    if (state.Items !== undefined) diagnostics.schema('Items and ItemReader are mutually exclusive', at);
    validateItemReader(state.ItemReader, `${at}/ItemReader`, surroundings);
  }
  validateBatcher(state, `${at}/ItemBatcher`, surroundings);
  validateWriter(state, `${at}/ResultWriter`, surroundings);
}

/** Checks how much may fail. */
export function validateTolerance(state: JsonObject, at: string, { diagnostics, language }: Surroundings): void {
  validateNumber(state, 'ToleratedFailureCount', at, diagnostics, { min: 0, max: Number.MAX_SAFE_INTEGER }, language);
  validateNumber(state, 'ToleratedFailurePercentage', at, diagnostics, { min: 0, max: 100, integer: false }, language);
  for (const name of ['ToleratedFailureCountPath', 'ToleratedFailurePercentagePath']) {
    validateReferencePath(state, name, at, diagnostics);
  }
}

function validateLabel({ Label }: JsonObject, at: string, { diagnostics, labels }: Surroundings): void {
  const location = `${at}/Label`;
  if (Label === undefined || !diagnostics.string(Label, location)) return;
  const invalid = (message: string) => diagnostics.add('INVALID_LABEL_NAME', message, location);
  const forbidden = FORBIDDEN_IN_LABEL.exec(Label)?.[0];
  if (Label.length === 0) invalid('Label cannot be empty');
  else if (Label.length > LONGEST_LABEL) {
    invalid(`The label '${Label}' exceeds the ${LONGEST_LABEL}-character limit allowed by the service`);
  } else if (forbidden !== undefined) invalid(`Label contains invalid character: '${forbidden}'`);
  else if (labels.has(Label)) diagnostics.add('DUPLICATE_LABEL_NAME', `Duplicate Label name: ${Label}`, location);
  labels.add(Label);
}

function validateBatcher({ ItemBatcher }: JsonObject, location: string, surroundings: Surroundings): void {
  const { diagnostics, language } = surroundings;
  if (ItemBatcher === undefined || !diagnostics.object(ItemBatcher, location)) return;
  diagnostics.knowsPart(ItemBatcher, 'itemBatcher', location, language.name);
  const { BatchInput } = ItemBatcher;
  const limits = ['MaxItemsPerBatch', 'MaxInputBytesPerBatch'].flatMap((name) => [name, `${name}Path`]);
  if (limits.every((name) => ItemBatcher[name] === undefined)) {
    diagnostics.schema('At least one of MaxItemsPerBatch and MaxInputBytesPerBatch is required', location);
  }
  const sizes = { MaxItemsPerBatch: Number.MAX_SAFE_INTEGER, MaxInputBytesPerBatch: LARGEST_INPUT };
  for (const [name, max] of Object.entries(sizes)) {
    validateNumber(ItemBatcher, name, location, diagnostics, { min: 0, max }, language);
    validateReferencePath(ItemBatcher, `${name}Path`, location, diagnostics);
    if (ItemBatcher[name] === 0) diagnostics.refuse(`${name} 0`, NOTHING, `${location}/${name}`);
  }
  if (BatchInput !== undefined) language.validate(BatchInput, `${location}/BatchInput`, diagnostics);
}

/** A ResultWriter names a bucket, or a format, or both. @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
function validateWriter({ ResultWriter }: JsonObject, location: string, surroundings: Surroundings): void {
  const { diagnostics, integrations, language } = surroundings;
  if (ResultWriter === undefined || !diagnostics.object(ResultWriter, location)) return;
  diagnostics.knowsPart(ResultWriter, 'resultWriter', location, language.name);
  const { Resource, WriterConfig } = ResultWriter;
  const inputs = language.isJsonata ? 'Arguments' : 'Parameters';
  const Arguments = ResultWriter[inputs];
  if (Resource === undefined && WriterConfig === undefined) {
    diagnostics.schema('ResultWriter requires a WriterConfig, or a Resource with its parameters', location);
  }
  if (Resource !== undefined) {
    if (typeof Resource !== 'string' || !PUT_OBJECT.test(Resource)) {
      diagnostics.schema(`The resource provided ${Resource} is not recognized.`, `${location}/Resource`);
    } else if (!integrations.objects) {
      diagnostics.refuse('ResultWriter', { refused: 'no object store was given to it' }, location);
    }
    if (diagnostics.requires(ResultWriter, [inputs], location) && isObject(Arguments)) {
      validateS3Parameters('putObject', Arguments, `${location}/${inputs}`, surroundings);
    }
  } else if (Arguments !== undefined) diagnostics.requires(ResultWriter, ['Resource'], location);
  if (Arguments !== undefined) language.validate(Arguments, `${location}/${inputs}`, diagnostics);
  if (WriterConfig === undefined || !diagnostics.object(WriterConfig, `${location}/WriterConfig`)) return;
  const config = `${location}/WriterConfig`;
  diagnostics.knowsPart(WriterConfig, 'writerConfig', config);
  const { Transformation = 'NONE', OutputType = 'JSON' } = WriterConfig;
  diagnostics.oneOf(Transformation, ['NONE', 'COMPACT', 'FLATTEN'], `${config}/Transformation`);
  diagnostics.oneOf(OutputType, ['JSON', 'JSONL'], `${config}/OutputType`);
}
