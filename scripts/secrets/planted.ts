import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Found } from './scan';

/** Where secrets are planted, for each scan to find. */
export const PLANTED = 'planted.txt';

/** What each scan has to find. */
export interface PlantedSecret {
  /** As detect-secrets calls it. */
  readonly type: string;
  readonly line: string;
}

/** One on each line. They are put together here, so that nothing finds them in this file. */
export const SECRETS: readonly PlantedSecret[] = [
  { type: 'AWS Access Key', line: `key = ${'AKIA'}${'Z7QX4M2LPW9TB3KD'}` },
  { type: 'GitHub Token', line: `token: ${'ghp_'}${'q8Zr3VtYb1NxJm5K'}${'cW7dLs2HfG9pAe4RuT6i'}` },
  { type: 'Secret Keyword', line: `${'pass'}word = "${'Vq7-plum-Rk2'}"` },
  { type: 'Basic Auth Credentials', line: `https://planted:${'Vq7plumRk2'}@example.com` },
  ...['', 'RSA ', 'EC ', 'DSA ', 'OPENSSH '].map((kind) => ({
    type: 'Private Key',
    line: `-----BEGIN ${kind}${'PRIVATE'} KEY-----`,
  })),
];

/** Plants them in a folder. */
export function plant(folder: string): void {
  writeFileSync(join(folder, PLANTED), `${SECRETS.map(({ line }) => line).join('\n')}\n`);
}

/** The planted secrets that a scan did not find, by line and kind. */
export function missed(found: readonly Found[]): string[] {
  return SECRETS.flatMap(({ type }, index) => {
    const line = index + 1;
    return found.some((one) => one.file === PLANTED && one.line === line && one.type === type)
      ? []
      : [`line ${line}: ${type}`];
  });
}
