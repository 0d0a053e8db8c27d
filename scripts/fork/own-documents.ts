import type { ForkRecord } from '../upstream/fork-record';
import type { Identity } from './identity';

/** What was forked. */
export type Origin = ForkRecord['origin'];

const ORIGIN = 'Step Functions blueprint';

/**
 * The README of a fork: what the original's says of itself, before its first section, makes room for where the fork comes from. Of
 * which release is in NOTICE: what changes with each would be in the way of what the fork writes here.
 *
 * @param readme of the original, renamed
 */
export function readmeOf(readme: string, { app }: Pick<Identity, 'app'>): string {
  const first = readme.search(/^## /m);
  if (first === -1)
    throw new Error('README.md has no section ("## …"): there is nothing of it that a fork could keep.');
  // What is sent through the workflows follows from which of them are kept.
  const sections = readme
    .slice(first)
    .replace(/^(npm start +# ).*$/m, '$1deploy to the local AWS, run every workflow, stay up');
  return `# ${app}

AWS Step Functions workflows on CDK for Terraform, in TypeScript.

Forked from the ${ORIGIN}, by \`npm run fork\` ([NOTICE](NOTICE)). What is its and what is ours, and how its later fixes come in, is in
[docs/forking.md](docs/forking.md).

${sections}`;
}

/**
 * Whose work it is: the Apache licence asks to keep the notices, and to say that files were changed.
 *
 * @param licence text of LICENSE, which stays as it is
 * @see https://www.apache.org/licenses/LICENSE-2.0#redistribution
 */
export function noticeOf(licence: string, { app }: Pick<Identity, 'app'>, { version, commit }: Origin): string {
  const copyright = /^\s*(Copyright .*)$/m.exec(licence.slice(licence.indexOf('APPENDIX')))?.[1];
  if (copyright === undefined) throw new Error('LICENSE names no copyright: NOTICE has to say whose work is forked.');
  return `${app}

This is a modified version of the ${ORIGIN} ${version} (${commit.slice(0, 12)}).
${copyright}
Licensed under the Apache License, Version 2.0: see LICENSE.

Its files have been changed: "npm run fork" has renamed them, and what came later is in the history of this repository.
`;
}

/** Where the original's changes go in a fork, so that CHANGELOG.md is the fork's own. */
export const ORIGINAL_CHANGELOG = 'docs/upstream-changelog.md';

/** The beginning of the fork's own; the same for each release, so that it is never in the way. */
export function ownChangelog(): string {
  return `# Changelog

What changes here. What came with the ${ORIGIN} is in [${ORIGINAL_CHANGELOG}](${ORIGINAL_CHANGELOG}).

## [Unreleased]

### Added

- Everything, forked from the ${ORIGIN}.
`;
}
