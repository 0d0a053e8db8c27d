import type { World } from '../world/world';
import { must } from './violation';

/** The SDK and the Retry of a Task absorb this many faults, wherever they strike. */
const absorbed = { lambda: 6, other: 3 };

/** What Step Functions hears of as an error of Lambda itself: those have a retrier of their own. */
const ofLambda = new Set(
  ['throttled', 'unavailable', 'result-lost', 'invoked-twice'].map((kind) => `invocation ${kind}`),
);

/** Errors that only a mistake in the protocol can bring about. */
const impossible =
  /^(CommandMissing|PredecessorMissing|VersionGap|VersionConflict|CorruptRow|InvalidEvent|States\.Runtime)/;

/** A command fails for a reason that somebody gave it, or because more went wrong than retries can absorb. */
export function failuresHaveReasons(world: World): void {
  const { failures } = world.commands;
  for (const { command, error, cause } of failures) {
    must(!impossible.test(error), () => `${command} failed with ${error}: ${cause}`);
  }
  if (tooMuchWentWrong(world) || isHiddenByPoison(world)) return;
  const unexpected = failures.find(({ error }) => !isIntended(world, error));
  must(unexpected === undefined, () => `${unexpected?.command} failed with ${unexpected?.error}: ${unexpected?.cause}`);
}

function isIntended({ schedule }: World, error: string): boolean {
  const did = (act: string) => schedule.acts.some((one) => one.do === act);
  if (error === 'Stopped') return did('stop');
  if (error === 'ValidationFailed' || error === 'UnknownEntityType') return did('publish-invalid');
  if (error === 'States.Timeout') return did('leap');
  return error === 'AccessDeniedException' && did('poison');
}

/** What is denied uses up the retries of its state: a single fault that strikes the last of them is what the failure then names. */
function isHiddenByPoison({ schedule, faults }: World): boolean {
  return faults.struck.size > 0 && schedule.acts.some((act) => act.do === 'poison');
}

function tooMuchWentWrong({ faults }: World): boolean {
  let [lambda, other] = [0, 0];
  for (const [kind, count] of faults.struck) {
    if (ofLambda.has(kind)) lambda += count;
    else other += count;
  }
  return lambda > absorbed.lambda || other > absorbed.other;
}
