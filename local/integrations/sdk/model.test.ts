import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ServiceModels } from './model';

let venv: string;

beforeAll(() => {
  venv = mkdtempSync(join(tmpdir(), 'models-'));
  model('dynamodb', '2012-08-10', 'PutItem');
  model('events', '2014-02-03', 'Old');
  model('events', '2015-10-07', 'PutEvents');
  model('emr-containers', '2020-10-01', 'StartJobRun');
});

afterAll(() => rmSync(venv, { recursive: true }));

function model(folder: string, version: string, operation: string): void {
  const path = join(venv, 'lib', 'python3.11', 'site-packages', 'botocore', 'data', folder, version);
  mkdirSync(path, { recursive: true });
  const text = JSON.stringify({ operations: { [operation]: {} }, shapes: {} });
  writeFileSync(join(path, 'service-2.json.gz'), gzipSync(text));
}

test.each([
  ['dynamodb', 'PutItem'],
  ['eventbridge', 'PutEvents'],
  ['emrcontainers', 'StartJobRun'],
])('the newest model of %s is found', (service, operation) => {
  const models = new ServiceModels(venv);
  expect(Object.keys(models.find(service)?.operations ?? {})).toEqual([operation]);
});

test('there is no model of an unknown service', () => {
  expect(new ServiceModels(venv).find('nothing')).toBeUndefined();
});

test('an environment without botocore has no models', () => {
  expect(new ServiceModels(join(venv, 'elsewhere')).find('dynamodb')).toBeUndefined();
});
