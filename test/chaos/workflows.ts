import type fc from 'fast-check';
import { deploy } from './deployment';
import { EngineProperty } from './engine/property';
import { finale } from './finale';
import { deploy as deployImports } from './import/deployment';
import { playImports } from './import/play-imports';
import { schedules as importSchedules } from './import/schedules';
import { ImportWorld } from './import/world';
import { play } from './play';
import { Property, type Summary } from './property';
import type { Plan } from './shrink';
import { deploy as deployTasks } from './task/deployment';
import { finale as taskFinale } from './task/finale';
import { schedules as taskSchedules } from './task/schedules';
import { TaskWorld } from './task/world';
import { schedules } from './world/themes';
import { World } from './world/world';

export interface PropertyOptions {
  /** Sources that take the place of files, by absolute path: how a mutant is made. */
  replaced?: ReadonlyMap<string, string>;
  /** Gets all that happened in each schedule, line by line. */
  onTrace?: (trace: readonly string[]) => void;
}

/**
 * The protocols that are proven, by the workflow: each deploys it and draws schedules for it. That of the engine itself holds
 * for any definition.
 */
export const workflows = {
  command: async ({ replaced, onTrace }: PropertyOptions = {}) => {
    const deployment = await deploy(replaced);
    return propertyOf(
      schedules,
      (schedule) => new World(deployment, schedule),
      (world, { acts }) => play(world, acts, finale),
      onTrace,
    );
  },
  task: async ({ replaced, onTrace }: PropertyOptions = {}) => {
    const deployment = await deployTasks(replaced);
    return propertyOf(
      taskSchedules,
      (schedule) => new TaskWorld(deployment, schedule),
      (world, { acts }) => play(world, acts, taskFinale),
      onTrace,
    );
  },
  import: async ({ replaced, onTrace }: PropertyOptions = {}) => {
    const deployment = await deployImports(replaced);
    return propertyOf(
      importSchedules,
      (schedule) => new ImportWorld(deployment, schedule),
      (world, { acts }) => playImports(world, acts),
      onTrace,
    );
  },
  engine: async ({ onTrace }: PropertyOptions = {}) => new EngineProperty(onTrace),
};

/** That a protocol holds in a world of its own for each schedule. */
function propertyOf<S extends Plan, W extends { readonly trace: readonly string[] }, R extends Summary>(
  schedules: fc.Arbitrary<S>,
  worldOf: (schedule: S) => W,
  run: (world: W, schedule: S) => Promise<R>,
  onTrace: PropertyOptions['onTrace'],
): Property<S, R> {
  return new Property(schedules, (schedule) => {
    const world = worldOf(schedule);
    return run(world, schedule).finally(() => onTrace?.(world.trace));
  });
}

export type WorkflowName = keyof typeof workflows;

/** @throws Error naming the workflows that there are */
export function workflowNamed(name: string): WorkflowName {
  if (Object.hasOwn(workflows, name)) return name as WorkflowName; // hasOwn has just shown it
  throw new Error(`There is no workflow "${name}" to test; there are ${Object.keys(workflows).join(', ')}.`);
}
