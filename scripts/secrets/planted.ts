import type { Found } from './scan';
import type { Text } from './text';

/** A file of no repository: paths in one are relative. Its ending is one that detect-secrets passes over. */
const FILE = '/planted.lock';

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
  { type: 'AWS Access Key', line: `key = ${'AKIA'}${'Z7QX4M2LPW9TB3KE'} # ${'pragma'}: allowlist secret` },
  ...['', 'RSA ', 'EC ', 'DSA ', 'OPENSSH '].map((kind) => ({
    type: 'Private Key',
    line: `-----BEGIN ${kind}${'PRIVATE'} KEY-----`,
  })),
];

/** The text that they are planted in, for each scan to find. */
export const PLANTED: Text = { file: FILE, text: SECRETS.map(({ line }) => line).join('\n') };

/** The planted secrets that a scan did not find, by line and kind. */
export function missed(found: readonly Found[]): string[] {
  return SECRETS.flatMap(({ type }, index) => {
    const line = index + 1;
    const seen = found.some((one) => one.file === FILE && one.line === line && one.type === type);
    return seen ? [] : [`line ${line}: ${type}`];
  });
}
