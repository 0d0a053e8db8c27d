/** Why functions may ship what is under a licence. */
interface AllowedLicence {
  readonly reason: string;
  /** The packages that it is allowed for. Default: every one. */
  readonly only?: readonly string[];
}

const NOTICE: AllowedLicence = { reason: 'Permissive: asks for its notice to be kept, which is in the package.' };

/** By SPDX id. A package under any other licence does not ship before somebody has looked at it, and written down why it may. */
export const ALLOWED_LICENCES: Readonly<Record<string, AllowedLicence>> = {
  'Apache-2.0': { reason: 'Permissive, and grants the patents of its contributors.' },
  'BSD-2-Clause': NOTICE,
  'BSD-3-Clause': NOTICE,
  IJG: NOTICE,
  ISC: NOTICE,
  MIT: NOTICE,
  'MIT-0': { reason: 'Permissive: asks for nothing.' },
  Zlib: NOTICE,
  'libpng-2.0': NOTICE,
  libtiff: NOTICE,
  'LGPL-3.0-only': {
    reason:
      'The library is a WebAssembly file of its own in the zip, with its notices: whoever has the function may put another in its place.',
    only: ['wasm-vips'],
  },
};

/**
 * @param where the folder of the package, for the error
 * @throws Error when a package may not ship under a licence
 */
export function checkLicence(name: string, licence: string | undefined, where: string): void {
  const allowed = ALLOWED_LICENCES[licence ?? ''];
  if (allowed && (allowed.only?.includes(name) ?? true)) return;
  throw new Error(
    `${name} in ${where} is under ${licence ?? 'a licence that its package.json does not name'}, and functions ship it. Do without it, or ` +
      'write in scripts/sbom/licences.ts why it may ship.',
  );
}
