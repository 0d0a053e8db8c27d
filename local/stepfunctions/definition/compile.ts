import { compileTemplate } from '../expressions/template';
import { parseResource } from '../integrations/resource';
import type { JsonObject, JsonValue } from '../json';
import { distributedMap } from './compile-distributed-map';
import { template } from './compile-template';
import type { Assignments, Catcher, Machine, Region, Retrier, State, Transition } from './machine';

/** ASL's defaults for a retrier. @see https://states-language.net/spec.html#errors */
const RETRIER_DEFAULTS = { IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 };

/**
 * Makes a machine of a definition that `validateDefinition` has found faultless; the casts below rest on that.
 */
export function compileMachine(definition: JsonObject): Machine {
  const regions = new Map<string, Region>();
  compileRegion(definition, '', regions);
  const timeoutSeconds = definition.TimeoutSeconds as number | undefined;
  return timeoutSeconds === undefined ? { regions } : { regions, timeoutSeconds };
}

function compileRegion(source: JsonObject, pointer: string, regions: Map<string, Region>): string {
  const states = new Map<string, State>();
  regions.set(pointer, { pointer, startAt: source.StartAt as string, states, source });
  for (const [name, state] of Object.entries(source.States as JsonObject)) {
    states.set(name, compileState(name, state as JsonObject, `${pointer}/States/${name}`, regions));
  }
  return pointer;
}

function compileState(name: string, source: JsonObject, pointer: string, regions: Map<string, Region>): State {
  const type = source.Type as State['type'];
  switch (type) {
    case 'Pass':
    case 'Succeed':
      return { name, type, ...transition(source) };
    case 'Fail':
      return { name, type, ...template(source, 'Error', 'error'), ...template(source, 'Cause', 'cause') };
    case 'Wait':
      return {
        name,
        type,
        ...transition(source),
        ...template(source, 'Seconds', 'seconds'),
        ...template(source, 'Timestamp', 'timestamp'),
      };
    case 'Choice':
      return { name, type, ...transition(source, source.Default), choices: choices(source) };
    case 'Task':
      return { name, type, ...transition(source), ...errorHandling(source), ...task(source) };
    case 'Parallel': {
      const branches = (source.Branches as JsonObject[]).map((branch, index) =>
        compileRegion(branch, `${pointer}/Branches[${index}]`, regions),
      );
      const inputs = template(source, 'Arguments', 'arguments');
      return { name, type, ...transition(source), ...errorHandling(source), ...inputs, branches };
    }
    case 'Map':
      return {
        name,
        type,
        ...transition(source),
        ...errorHandling(source),
        ...template(source, 'Items', 'items'),
        ...template(source, 'ItemSelector', 'itemSelector'),
        ...template(source, 'MaxConcurrency', 'maxConcurrency'),
        processor: compileRegion(source.ItemProcessor as JsonObject, `${pointer}/ItemProcessor`, regions),
        ...distributedMap(source),
      };
  }
}

function transition(source: JsonObject, next: JsonValue | undefined = source.Next, location = ''): Transition {
  return {
    assign: assignments(source),
    location,
    ...template(source, 'Output', 'output'),
    ...(typeof next === 'string' ? { next } : {}),
  };
}

function assignments(source: JsonObject): Assignments {
  return Object.entries((source.Assign ?? {}) as JsonObject).map(([name, value]) => [name, compileTemplate(value)]);
}

function choices(source: JsonObject) {
  return (source.Choices as JsonObject[]).map((choice, index) => ({
    ...transition(choice, choice.Next, `Choices[${index}]/`),
    condition: compileTemplate(choice.Condition as JsonValue),
  }));
}

function task(source: JsonObject) {
  const arn = source.Resource as string;
  const resource = parseResource(arn);
  if (!resource) throw new Error(`${arn} passed validation but is no service integration`);
  return {
    arn,
    resource,
    ...template(source, 'Arguments', 'arguments'),
    ...template(source, 'TimeoutSeconds', 'timeoutSeconds'),
    ...template(source, 'HeartbeatSeconds', 'heartbeatSeconds'),
  };
}

function errorHandling(source: JsonObject): { retry: Retrier[]; catch: Catcher[] } {
  const retriers = (source.Retry ?? []) as JsonObject[];
  const catchers = (source.Catch ?? []) as JsonObject[];
  return {
    retry: retriers.map(retrier),
    catch: catchers.map((catcher, index) => ({
      ...transition(catcher, catcher.Next, `Catch[${index}]/`),
      errorEquals: catcher.ErrorEquals as string[],
    })),
  };
}

function retrier(source: JsonObject): Retrier {
  const { IntervalSeconds, MaxAttempts, BackoffRate } = { ...RETRIER_DEFAULTS, ...source };
  return {
    errorEquals: source.ErrorEquals as string[],
    intervalSeconds: IntervalSeconds as number,
    maxAttempts: MaxAttempts as number,
    backoffRate: BackoffRate as number,
    jitter: source.JitterStrategy === 'FULL',
    ...(source.MaxDelaySeconds === undefined ? {} : { maxDelaySeconds: source.MaxDelaySeconds as number }),
  };
}
