import { accounts } from './delivery/verbs/accounts';
import { apply } from './delivery/verbs/apply';
import { artifact } from './delivery/verbs/artifact';
import { bootstrap } from './delivery/verbs/bootstrap';
import { comment } from './delivery/verbs/comment';
import { drift } from './delivery/verbs/drift';
import { fetch } from './delivery/verbs/fetch';
import { plan } from './delivery/verbs/plan';
import { promote } from './delivery/verbs/promote';
import { rollback } from './delivery/verbs/rollback';
import { smoke } from './delivery/verbs/smoke';
import type { Verb } from './delivery/verbs/verb';

const verbs: Readonly<Record<string, Verb>> = {
  accounts,
  apply,
  artifact,
  bootstrap,
  comment,
  drift,
  fetch,
  plan,
  promote,
  rollback,
  smoke,
};

// The SDK's reminder of the next Node version would stand between the lines.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const interrupted = new AbortController();
// On, not once: the local AWS lets a signal do what it would have done when nobody listens any more. The second one ends at once.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    if (interrupted.signal.aborted) process.exit(130);
    interrupted.abort(new Error(`Stopped by ${name}.`));
  });
}

Promise.resolve()
  .then(async () => {
    const [name = '', ...argv] = process.argv.slice(2);
    const verb = verbs[name];
    if (!verb) throw new Error(`There is no "${name}". There are: ${Object.keys(verbs).join(', ')}.`);
    if (argv.includes('--help') || argv.includes('-h')) console.log(verb.usage);
    else process.exitCode = await verb.run(argv, interrupted.signal);
  })
  .catch((error: unknown) => {
    console.error(interrupted.signal.aborted ? 'Stopped.' : error instanceof Error ? error.message : error);
    process.exitCode = interrupted.signal.aborted ? 130 : 1;
  });
