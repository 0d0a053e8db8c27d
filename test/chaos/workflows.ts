import { join, resolve } from 'node:path';
import { workflowsWith } from '@blueprint/scripts/workflow-files';
import { deploy } from './deployment';
import { EngineProperty } from './engine/property';
import { finale } from './finale';
import { play } from './play';
import { type PropertyOptions, played } from './played';
import type { Checked } from './property';
import { schedules } from './world/themes';
import { World } from './world/world';

/** Deploys a workflow and draws schedules for it. */
export type Proof = (options?: PropertyOptions) => Promise<Checked>;

const root = resolve(__dirname, '..', '..');

/** That of the workflow of commands, on which others build their worlds. */
export async function property(options: PropertyOptions = {}) {
  const deployment = await deploy(options.replaced);
  return played(
    schedules,
    (schedule) => new World(deployment, schedule),
    (world, { acts }) => play(world, acts, finale),
    options,
  );
}

/**
 * The protocols that are proven, by the workflow: `stacks/<workflow>/chaos/property.ts` exports one as `property`. That of the engine
 * itself holds for any definition.
 */
const proofs: Readonly<Record<string, () => Proof>> = {
  command: () => property,
  ...Object.fromEntries(
    workflowsWith(root, 'chaos/property.ts', 'stacks').map((workflow) => [
      workflow,
      () => (require(join(root, 'stacks', workflow, 'chaos', 'property.ts')) as { property: Proof }).property,
    ]),
  ),
  engine:
    () =>
    async ({ onTrace }: PropertyOptions = {}) =>
      new EngineProperty(onTrace),
};

/** @throws Error naming the workflows that there are */
export function proofOf(workflow: string): Proof {
  const proof = Object.hasOwn(proofs, workflow) ? proofs[workflow] : undefined;
  if (proof) return proof();
  throw new Error(`There is no workflow "${workflow}" to test; there are ${Object.keys(proofs).join(', ')}.`);
}
