import type { StateType } from '../definition/machine';
import { describeDiagnostics, validateDefinition } from '../definition/validate';
import type { JsonObject } from '../json';

const integrations = {
  supports: (resource: string, pattern?: string) => resource === 'lambda:invoke' && pattern !== 'sync',
  call: () => new Promise<never>(() => {}),
};

/** What is wrong with a definition, as AWS tells it; empty when nothing is. */
export function faultsOf(definition: unknown, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): string {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  return describeDiagnostics(validateDefinition(text, type, integrations).diagnostics);
}

/** The same of a definition in JSONata. */
export const jsonata = (definition: object) => faultsOf({ QueryLanguage: 'JSONata', ...definition });

/** What most faults begin with. */
export const SCHEMA = 'SCHEMA_VALIDATION_FAILED: ';

export const LAMBDA = 'arn:aws:states:::lambda:invoke';
export const end = { Type: 'Succeed' };
export const block = { StartAt: 'inner', States: { inner: { Type: 'Succeed' } } };

/** A right state of each type, that leads to `end` if it leads anywhere. */
export const RIGHT: Record<StateType, JsonObject> = {
  Pass: { Type: 'Pass', Next: 'end' },
  Task: { Type: 'Task', Resource: LAMBDA, Next: 'end' },
  Choice: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'end' }] },
  Wait: { Type: 'Wait', Seconds: 1, Next: 'end' },
  Succeed: { Type: 'Succeed' },
  Fail: { Type: 'Fail' },
  Parallel: { Type: 'Parallel', Branches: [block], Next: 'end' },
  Map: { Type: 'Map', ItemProcessor: block, Next: 'end' },
};

/** A machine of a right state with these fields in place of its own. */
export function withState(type: StateType, fields: object) {
  const s = { ...RIGHT[type], ...fields };
  return { StartAt: 's', States: type === 'Succeed' || type === 'Fail' ? { s } : { s, end } };
}
