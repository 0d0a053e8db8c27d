import { expect, test } from '@jest/globals';
import { type Machines, startWorkflow } from '../platform/start-workflow';
import { type MyCustomInput, SCHEMA_VERSION } from './input';

/*
 * These tests are checked by the compiler: an unused @ts-expect-error is an error. Nothing is started.
 */

declare const machines: Machines;
const input: MyCustomInput = { schemaVersion: SCHEMA_VERSION, tenantCode: 't', requestId: 'r', items: ['A-1'] };
const { items: _, ...incomplete } = input;
const ofText = { ...input, items: 'A-1' };
const earlier = { ...input, schemaVersion: 0 };

test('the workflow is started by its name, with its input', () => {
  const start = () => startWorkflow(machines, 'my-custom', input, 'key');
  expect(start).toBeDefined();
});

test('another name does not compile', () => {
  // @ts-expect-error no workflow has that name
  const start = () => startWorkflow(machines, 'no-such-workflow', input, 'key');
  expect(start).toBeDefined();
});

test('an input without a field does not compile', () => {
  // @ts-expect-error items is missing
  const start = () => startWorkflow(machines, 'my-custom', incomplete, 'key');
  expect(start).toBeDefined();
});

test('a field of another type does not compile', () => {
  // @ts-expect-error items is no text
  const start = () => startWorkflow(machines, 'my-custom', ofText, 'key');
  expect(start).toBeDefined();
});

test('an earlier version of the input does not compile: executions are started with the newest', () => {
  // @ts-expect-error there is no version 0
  const start = () => startWorkflow(machines, 'my-custom', earlier, 'key');
  expect(start).toBeDefined();
});
