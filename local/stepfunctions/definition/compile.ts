import { parseReferencePath, type ReferencePath } from '../expressions/reference-path';
import { parseResource } from '../integrations/resource';
import { isObject, type JsonObject, type JsonValue } from '../json';
import { compileChoiceRule } from './choice-rule';
import { distributedMap } from './compile-distributed-map';
import { Language, languageOf, optionalPath, type QueryLanguage } from './language';
import type { Assignments, Catcher, Choice, Machine, Region, ResultPaths, Retrier, State, Transition } from './machine';

/** ASL's defaults for a retrier. @see https://states-language.net/spec.html#errors */
const RETRIER_DEFAULTS = { IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 };

/**
 * Makes a machine of a definition that `validateDefinition` has found faultless; the casts below rest on that.
 */
export function compileMachine(definition: JsonObject): Machine {
  const regions = new Map<string, Region>();
  const compiler = new Compiler((definition.QueryLanguage as QueryLanguage | undefined) ?? 'JSONPath', regions);
  compiler.region(definition, '');
  const timeoutSeconds = definition.TimeoutSeconds as number | undefined;
  return timeoutSeconds === undefined ? { regions } : { regions, timeoutSeconds };
}

class Compiler {
  constructor(
    private readonly queryLanguage: QueryLanguage,
    private readonly regions: Map<string, Region>,
  ) {}

  region(source: JsonObject, pointer: string): string {
    const states = new Map<string, State>();
    this.regions.set(pointer, { pointer, startAt: source.StartAt as string, states, source });
    for (const [name, state] of Object.entries(source.States as JsonObject)) {
      states.set(name, this.state(name, state as JsonObject, `${pointer}/States/${name}`));
    }
    return pointer;
  }

  private state(name: string, source: JsonObject, pointer: string): State {
    const language = new Language(languageOf(source, this.queryLanguage));
    const type = source.Type as State['type'];
    const named = { name, ...inputPath(source, language) };
    switch (type) {
      case 'Pass': {
        const result = source.Result === undefined ? {} : { result: source.Result };
        const inputs = language.field(source, 'Parameters', 'arguments');
        return { ...named, type, ...transition(source, language), ...inputs, ...result };
      }
      case 'Succeed':
        return { ...named, type, ...transition(source, language) };
      case 'Fail':
        return {
          ...named,
          type,
          ...language.field(source, 'Error', 'error'),
          ...language.field(source, 'Cause', 'cause'),
        };
      case 'Wait':
        return {
          ...named,
          type,
          ...transition(source, language),
          ...language.field(source, 'Seconds', 'seconds'),
          ...language.field(source, 'Timestamp', 'timestamp'),
        };
      case 'Choice':
        return { ...named, type, ...transition(source, language, source.Default), choices: choices(source, language) };
      case 'Task':
        return {
          ...named,
          type,
          ...transition(source, language),
          ...errorHandling(source, language),
          ...task(source, language),
        };
      case 'Parallel': {
        const branches = (source.Branches as JsonObject[]).map((branch, index) =>
          this.region(branch, `${pointer}/Branches[${index}]`),
        );
        const inputs = argumentsOf(source, language);
        return {
          ...named,
          type,
          ...transition(source, language),
          ...errorHandling(source, language),
          ...inputs,
          branches,
        };
      }
      case 'Map': {
        const processor = source.ItemProcessor === undefined ? 'Iterator' : 'ItemProcessor';
        const selector = source.ItemSelector === undefined && !language.isJsonata ? 'Parameters' : 'ItemSelector';
        return {
          ...named,
          type,
          ...transition(source, language),
          ...errorHandling(source, language),
          ...language.field(source, 'Items', 'items'),
          ...language.field(source, selector, 'itemSelector'),
          ...language.field(source, 'MaxConcurrency', 'maxConcurrency'),
          processor: this.region(source[processor] as JsonObject, `${pointer}/${processor}`),
          ...distributedMap(source, language),
        };
      }
    }
  }
}

function inputPath(source: JsonObject, language: Language) {
  const path = language.isJsonata ? undefined : optionalPath(source.InputPath);
  return path === undefined ? {} : { inputPath: path };
}

function transition(
  source: JsonObject,
  language: Language,
  next: JsonValue | undefined = source.Next,
  location = '',
): Transition {
  return {
    assign: assignments(source, language),
    location,
    ...(language.isJsonata ? language.field(source, 'Output', 'output') : { paths: resultPaths(source, language) }),
    ...(typeof next === 'string' ? { next } : {}),
  };
}

function resultPaths(source: JsonObject, language: Language): ResultPaths {
  const { ResultPath } = source;
  const outputPath = optionalPath(source.OutputPath);
  const resultPath = typeof ResultPath === 'string' && ResultPath !== '$' ? parseReferencePath(ResultPath) : ResultPath;
  return {
    ...language.field(source, 'ResultSelector', 'resultSelector'),
    ...(resultPath === null || typeof resultPath === 'object'
      ? { resultPath: resultPath as ReferencePath | null }
      : {}),
    ...(outputPath === undefined ? {} : { outputPath }),
  };
}

function assignments(source: JsonObject, language: Language): Assignments {
  const assign = language.template(source.Assign ?? {});
  if (assign.kind === 'object') return assign.fields;
  return Object.entries((source.Assign ?? {}) as JsonObject).map(([name, value]) => [name, { kind: 'literal', value }]);
}

function choices(source: JsonObject, language: Language): Choice[] {
  return (source.Choices as JsonObject[]).map((choice, index) => {
    const rule = transition(choice, language, choice.Next, `Choices[${index}]/`);
    // OutputPath is a field of the state: it holds whichever rule is taken.
    const paths = language.isJsonata ? {} : { paths: resultPaths(source, language) };
    const condition = language.isJsonata ? language.template(choice.Condition as JsonValue) : compileChoiceRule(choice);
    return { ...rule, ...paths, condition };
  });
}

function argumentsOf(source: JsonObject, language: Language) {
  return language.field(source, language.isJsonata ? 'Arguments' : 'Parameters', 'arguments');
}

function task(source: JsonObject, language: Language) {
  const arn = source.Resource as string;
  const resource = parseResource(arn);
  if (!resource) throw new Error(`${arn} passed validation but is no service integration`);
  const credentials = isObject(source.Credentials) ? language.template(source.Credentials) : undefined;
  return {
    arn,
    resource,
    ...argumentsOf(source, language),
    ...language.field(source, 'TimeoutSeconds', 'timeoutSeconds'),
    ...language.field(source, 'HeartbeatSeconds', 'heartbeatSeconds'),
    ...(credentials ? { credentials } : {}),
  };
}

function errorHandling(source: JsonObject, language: Language): { retry: Retrier[]; catch: Catcher[] } {
  const retriers = (source.Retry ?? []) as JsonObject[];
  const catchers = (source.Catch ?? []) as JsonObject[];
  return {
    retry: retriers.map(retrier),
    catch: catchers.map((catcher, index) => ({
      ...transition(catcher, language, catcher.Next, `Catch[${index}]/`),
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
