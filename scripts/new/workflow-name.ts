import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { Environment } from '@blueprint/env';
import { generatedIn } from '../diagrams/generated';
import { handlerFiles } from '../handler-files';

/** The states of a new workflow, each with a function of its own. */
export const STATES = ['initialize', 'process', 'finalize'] as const;

/** Of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; each function and machine has a role of its name. */
const ROLE_NAME_LIMIT = 64;

/** Of https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const EXECUTION_NAME_LIMIT = 80;

/** Characters that `executionName` in lambdas/platform/start-workflow.ts puts behind the workflow's name. */
const EXECUTION_SUFFIX = 44;

/** What else stands beside the workflows in their stack: the provider and its backend. */
const PARTS_OF_THE_STACK = ['aws', 'backend'];

/** What Windows takes for a device, whatever the folder: the project could not be cloned there. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * Checks whether a workflow can have this name.
 *
 * @param root the project's folder
 * @throws Error that says what is wrong with the name and what to do
 */
export function checkName(root: string, name: string, environments: readonly Environment[]): void {
  const problem = formOf(name) ?? lengthOf(name, environments) ?? takenBy(root, name);
  if (problem !== undefined) throw new Error(problem);
}

function formOf(name: string): string | undefined {
  if (/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(name)) return undefined;
  return `"${name}" is no name for a workflow: it is words of lower-case letters and digits, each beginning with a letter, joined by hyphens, such as invoice-check.`;
}

/** The most characters that a workflow's name can have, and what bounds it. */
export function longestName(environments: readonly Environment[]): { most: number; why(name: string): string } {
  const bounds = [
    ...environments.map((env) => {
      const longest = [...STATES].sort((a, b) => b.length - a.length)[0] ?? '';
      const of = (workflow: string) => `${env.name}-${env.app}-${workflow}-${longest}`;
      return {
        most: ROLE_NAME_LIMIT - of('').length,
        why: (name: string) =>
          `in ${env.name}, the role of a function would be called "${of(name)}", and IAM takes ${ROLE_NAME_LIMIT} characters`,
      };
    }),
    {
      most: EXECUTION_NAME_LIMIT - EXECUTION_SUFFIX,
      why: () =>
        `an execution's name is the workflow's and ${EXECUTION_SUFFIX} characters, and Step Functions takes ${EXECUTION_NAME_LIMIT}`,
    },
  ];
  return bounds.reduce((tightest, bound) => (bound.most < tightest.most ? bound : tightest));
}

function lengthOf(name: string, environments: readonly Environment[]): string | undefined {
  const { most, why } = longestName(environments);
  if (name.length <= most) return undefined;
  return `"${name}" has ${name.length} characters; a workflow's name has ${most} at most: ${why(name)}. Choose a shorter one.`;
}

function takenBy(root: string, name: string): string | undefined {
  for (const room of ['stacks', 'lambdas']) {
    const entry = readdirSync(join(root, room)).find((file) => parse(file).name === name || file === name);
    if (entry) return `${room}/${entry} is there already: nothing is overwritten. Choose another name.`;
  }
  if (PARTS_OF_THE_STACK.includes(name) || DEVICES.test(name))
    return `"${name}" is reserved: ${DEVICES.test(name) ? 'no folder can have that name on Windows' : 'a part of the stack is called so'}. Choose another name.`;
  const roles = rolesOf(root);
  const taken = [name, ...STATES.map((state) => `${name}-${state}`)].find((role) => roles.has(role));
  if (taken === undefined) return undefined;
  return `"${name}" would have a second role called <env>-<app>-${taken}, which ${roles.get(taken)} has. Choose another name.`;
}

/** Whose roles there are by their names, as far as these follow from files: functions, and machines by their documents. */
function rolesOf(root: string): ReadonlyMap<string, string> {
  const functions = handlerFiles(root).map((file): [string, string] => [
    file
      .replace(/^lambdas\//, '')
      .replace(/\.ts$/, '')
      .replaceAll('/', '-'),
    `the function ${file}`,
  ]);
  const workflows = readdirSync(join(root, 'stacks'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const machines = workflows.flatMap((workflow) =>
    generatedIn(join(root, 'stacks', workflow.name)).map((file): [string, string] => [
      parse(file).name,
      `the machine of stacks/${workflow.name}`,
    ]),
  );
  return new Map([...functions, ...machines]);
}
