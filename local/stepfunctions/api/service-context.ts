import type { Activities } from '../activities/activities';
import type { Clock } from '../clock/clock';
import type { Integrations } from '../integrations/integrations';
import type { MapRuns } from '../map-run/map-runs';
import type { MockConfig } from '../mocks/mock-config';
import type { RunEnvironment } from '../runtime/run';
import type { Aliases } from '../store/aliases';
import type { Executions } from '../store/executions';
import type { StateMachines } from '../store/state-machines';
import type { Versions } from '../store/versions';
import type { ServiceModels } from '../test-state/service-models';
import type { Trial } from '../test-state/trial';
import type { Place } from './arn';

/** What the operations work on. */
export interface ServiceContext extends Place {
  clock: Clock;
  random: () => number;
  integrations: Integrations;
  mocks?: MockConfig;
  stateMachines: StateMachines;
  versions: Versions;
  aliases: Aliases;
  executions: Executions;
  mapRuns: MapRuns;
  activities: Activities;
  environment: RunEnvironment;
  models: ServiceModels | undefined;
  /** The states that are being tested. */
  trials: Set<Trial>;
}

/** One operation of the API: takes the body of the request, returns that of the answer. The signal says that nobody waits for it any more. */
export type Operation = (context: ServiceContext, input: unknown, signal?: AbortSignal) => object | Promise<object>;

/** The protocol carries times as seconds since the epoch, with milliseconds as decimals. */
export const seconds = (ms: number): number => ms / 1000;
