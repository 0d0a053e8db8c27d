import { environmentSchema } from '@blueprint/env/schema';

/** AWS account ids by the environments that lie in them. */
export type Accounts = Readonly<Record<string, string>>;

/** The account of the local environment, which is nobody's. */
const NOBODY = '000000000000';

/**
 * Reads `dev=111111111111,stg=…,prod=…`.
 *
 * @param environments names of those that have an account
 * @throws Error that says which is wrong, missing, or unknown
 */
export function parseAccounts(text: string, environments: readonly string[]): Accounts {
  const accounts: Record<string, string> = {};
  for (const part of text.split(',')) {
    const [name = '', id = '', more] = part.split('=').map((word) => word.trim());
    if (more !== undefined || !environments.includes(name))
      throw new Error(`--accounts: "${part}" is not <environment>=<account id> of ${environments.join(', ')}.`);
    if (name in accounts) throw new Error(`--accounts names ${name} twice.`);
    const problem = problemOf(id, accounts);
    if (problem !== undefined) throw new Error(`--accounts: ${name}: ${problem}`);
    accounts[name] = id;
  }
  const missing = environments.filter((name) => !(name in accounts));
  if (missing.length > 0) throw new Error(`--accounts lacks ${missing.join(', ')}.`);
  return accounts;
}

/**
 * Asks a person for the account of each environment, again where an answer is none.
 *
 * @param ask shows a question and resolves to the answer
 * @param tell shows what is wrong with one
 */
export async function askAccounts(
  environments: readonly string[],
  ask: (question: string) => Promise<string>,
  tell: (problem: string) => void,
): Promise<Accounts> {
  const accounts: Record<string, string> = {};
  for (const name of environments) {
    for (;;) {
      const id = (await ask(`AWS account of ${name} (12 digits): `)).trim();
      const problem = problemOf(id, accounts);
      if (problem === undefined) {
        accounts[name] = id;
        break;
      }
      tell(problem);
    }
  }
  return accounts;
}

function problemOf(id: string, others: Accounts): string | undefined {
  const parsed = environmentSchema.shape.account.safeParse(id);
  if (!parsed.success) return `"${id}" ${parsed.error.issues[0]?.message}.`;
  if (id === NOBODY) return `${id} is the account of the local environment, and nobody's.`;
  const other = Object.entries(others).find(([, taken]) => taken === id)?.[0];
  return other && `${id} is the account of ${other} already: each environment has one of its own.`;
}
