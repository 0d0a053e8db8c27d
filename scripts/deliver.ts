import { runUntilStopped } from './command-line';
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

runUntilStopped(
  async ([name = '', ...argv], signal) => {
    const verb = verbs[name];
    if (!verb) throw new Error(`There is no "${name}". There are: ${Object.keys(verbs).join(', ')}.`);
    if (argv.includes('--help') || argv.includes('-h')) return console.log(verb.usage);
    return verb.run(argv, signal);
  },
  { isPatient: true },
);
