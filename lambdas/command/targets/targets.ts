import { environment } from '../../platform/environment';
import { data } from './data';
import { type ReadModelName, readModels, type TargetName } from './index';
import { tableVariable } from './read-model';
import { readModelTarget } from './read-model-target';
import type { Target } from './target';

const names = Object.keys(readModels) as ReadModelName[]; // the keys of a literal
const env = environment('command/targets', ['DATA_TABLE', ...names.map(tableVariable)]);

const target = (name: ReadModelName): Target =>
  readModelTarget(readModels[name], { own: env[tableVariable(name)], data: env.DATA_TABLE });

/** Every target, writing to the tables that are deployed for this function. */
export const targets: Readonly<Record<TargetName, Target>> = {
  data,
  // The keys are the names that the record is made of.
  ...(Object.fromEntries(names.map((name) => [name, target(name)])) as Record<ReadModelName, Target>),
};
