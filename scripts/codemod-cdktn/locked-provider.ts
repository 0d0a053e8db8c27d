import { PROVIDER_VERSION } from './packages';
import { leftAt } from './rewritten';

/** The AWS provider in a dependency lock file, with the version that it is locked to. */
const AWS = /^provider "[^"]*\/hashicorp\/aws" \{\s*version\s*=\s*"([^"]*)"/m;

/**
 * What is to be done to a dependency lock file. Only Terraform writes it: it takes the hashes from the registry.
 *
 * @see https://developer.hashicorp.com/terraform/cli/commands/providers/lock
 */
export function lockedProvider(text: string): readonly string[] {
  const locked = AWS.exec(text);
  if (!locked || locked[1] === PROVIDER_VERSION) return [];
  const what = `locks provider ${locked[1]}, and the stacks ask for ${PROVIDER_VERSION}: write it anew with "terraform providers lock" in a synthesized stack`;
  return [leftAt(text, locked.index, what)];
}
