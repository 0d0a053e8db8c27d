import { deploy } from './deployment';
import { EngineProperty } from './engine/property';
import { deploy as deployImports } from './import/deployment';
import { runSchedule as runImports } from './import/run-schedule';
import { schedules as importSchedules } from './import/schedules';
import { ImportWorld } from './import/world';
import { Property } from './property';
import { runSchedule } from './run-schedule';
import { deploy as deployTasks } from './task/deployment';
import { runSchedule as runTasks } from './task/run-schedule';
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
    return new Property(schedules, (schedule) => {
      const world = new World(deployment, schedule);
      return runSchedule(deployment, schedule, world).finally(() => onTrace?.(world.trace));
    });
  },
  task: async ({ replaced, onTrace }: PropertyOptions = {}) => {
    const deployment = await deployTasks(replaced);
    return new Property(taskSchedules, (schedule) => {
      const world = new TaskWorld(deployment, schedule);
      return runTasks(deployment, schedule, world).finally(() => onTrace?.(world.trace));
    });
  },
  import: async ({ replaced, onTrace }: PropertyOptions = {}) => {
    const deployment = await deployImports(replaced);
    return new Property(importSchedules, (schedule) => {
      const world = new ImportWorld(deployment, schedule);
      return runImports(deployment, schedule, world).finally(() => onTrace?.(world.trace));
    });
  },
  engine: async ({ onTrace }: PropertyOptions = {}) => new EngineProperty(onTrace),
};

export type WorkflowName = keyof typeof workflows;

/** @throws Error naming the workflows that there are */
export function workflowNamed(name: string): WorkflowName {
  if (Object.hasOwn(workflows, name)) return name as WorkflowName; // hasOwn has just shown it
  throw new Error(`There is no workflow "${name}" to test; there are ${Object.keys(workflows).join(', ')}.`);
}
