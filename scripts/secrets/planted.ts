import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where secrets are planted, for each scan to find. */
export const PLANTED = 'planted.txt';

/** By kind, as detect-secrets calls it. They are put together here, so that nothing finds them in this file. */
const SECRETS: Readonly<Record<string, string>> = {
  'AWS Access Key': `key = ${'AKIA'}${'Z7QX4M2LPW9TB3KD'}`,
  'Private Key': `-----BEGIN ${'RSA PRIVATE'} KEY-----`,
  'GitHub Token': `token: ${'ghp_'}${'q8Zr3VtYb1NxJm5K'}${'cW7dLs2HfG9pAe4RuT6i'}`,
  'Secret Keyword': `${'pass'}word = "${'Vq7-plum-Rk2'}"`,
  'Basic Auth Credentials': `https://planted:${'Vq7plumRk2'}@example.com`,
};

/** Plants one secret of each kind in a folder. */
export function plant(folder: string): void {
  writeFileSync(join(folder, PLANTED), `${Object.values(SECRETS).join('\n')}\n`);
}

/** The kinds of planted secrets that a scan did not find. */
export function missed(found: readonly { readonly file: string; readonly type: string }[]): string[] {
  return Object.keys(SECRETS).filter((type) => !found.some((one) => one.file === PLANTED && one.type === type));
}
