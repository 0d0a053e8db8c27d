import type { Workflow } from '../definition/workflow';
import { scopesOf, statesOf } from '../graph/scopes';
import { catchOnlyFails, errorOrder } from './error-handling';
import type { Finding, ScopeRule, StateRule } from './finding';
import { resourceIdentifier } from './identifiers';
import { mapFields } from './maps';
import { duplicateNames, stateName } from './names';
import { payloadBody } from './payload';
import { taskArguments, taskCall, taskRetry, taskTimeout, taskToken, waitsInExpress } from './tasks';
import { jsonataSyntax } from './text';
import { choiceDefault, endlessLoop, reachability, transition } from './transitions';

const scopeRules: readonly ScopeRule[] = [reachability, endlessLoop];

/** The rules that read a Task's Arguments by name; where they are no object, that is all that is said. */
const aboutCall: StateRule = (placed) => {
  const unreadable = taskArguments(placed);
  if (unreadable.length > 0) return unreadable;
  return [taskCall, taskToken, resourceIdentifier, payloadBody].flatMap((rule) => rule(placed));
};

const stateRules: readonly StateRule[] = [
  stateName,
  transition,
  choiceDefault,
  aboutCall,
  taskRetry,
  taskTimeout,
  waitsInExpress,
  errorOrder,
  catchOnlyFails,
  mapFields,
  jsonataSyntax,
];

/** What lint must know that a definition doesn't say. */
export interface LintOptions {
  /** The type of the state machine; STANDARD when absent. */
  readonly type?: 'STANDARD' | 'EXPRESS';
}

/** Everything that is wrong with a workflow, in the order of its states. Any finding stops synthesis. */
export function lint(workflow: Workflow, { type = 'STANDARD' }: LintOptions = {}): readonly Finding[] {
  const express = type === 'EXPRESS';
  return [
    ...duplicateNames(workflow),
    ...scopesOf(workflow, express).flatMap((placed) => scopeRules.flatMap((rule) => rule(placed))),
    ...statesOf(workflow, express).flatMap((placed) => stateRules.flatMap((rule) => rule(placed))),
  ];
}

/** A workflow that must not be deployed: the message lists every finding, one a line. */
export class LintError extends Error {
  override readonly name = 'LintError';
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    const lines = findings.map(({ rule, message }) => `- ${message} [${rule}]`);
    super(`The workflow has ${findings.length} problem${findings.length === 1 ? '' : 's'}:\n${lines.join('\n')}`);
    this.findings = findings;
  }
}

/**
 * Throws when a workflow has findings.
 * @throws LintError
 */
export function assertLinted(workflow: Workflow, options: LintOptions = {}): void {
  const findings = lint(workflow, options);
  if (findings.length > 0) throw new LintError(findings);
}
