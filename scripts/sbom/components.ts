import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkLicence } from './licences';

/** A package that ships, as CycloneDX writes it. */
export interface Component {
  readonly type: 'library';
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly hashes?: readonly { readonly alg: 'SHA-512'; readonly content: string }[];
  readonly licenses: readonly { readonly license: { readonly id: string } }[];
  readonly purl: string;
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** Makes components of the packages of one project. */
export class Components {
  private readonly made = new Map<string, Component>();
  private readonly locked: Readonly<Record<string, { readonly integrity?: string }>>;

  /** @param root the project's folder */
  constructor(private readonly root: string) {
    const lock = join(root, 'package-lock.json');
    this.locked = existsSync(lock) ? JSON.parse(readFileSync(lock, 'utf8')).packages : {};
  }

  /** Every one that was asked for, in the order of their URLs. */
  get all(): readonly Component[] {
    const byUrl = new Map([...this.made.values()].map((one) => [one.purl, one]));
    return [...byUrl.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1));
  }

  /**
   * The component that the package in a folder is.
   *
   * @param folder from the project's folder
   * @param licencesWithin of what is compiled into it
   * @throws Error when it is under a licence that is not allowed
   */
  at(folder: string, licencesWithin: readonly string[] = []): Component {
    const known = this.made.get(folder);
    if (known) return known;
    const made = this.make(folder, licencesWithin);
    this.made.set(folder, made);
    return made;
  }

  private make(folder: string, licencesWithin: readonly string[]): Component {
    const file = join(this.root, folder, 'package.json');
    const { name, version, license }: PackageJson = JSON.parse(readFileSync(file, 'utf8'));
    const licences = [license, ...licencesWithin];
    for (const licence of licences) checkLicence(name, licence, folder);
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    const [group, rest] = name.startsWith('@') ? name.split('/') : [undefined, name];
    const content = this.publishedHash(folder);
    return {
      type: 'library',
      'bom-ref': purl,
      ...(group !== undefined && { group }),
      name: rest ?? name,
      version,
      ...(content !== undefined && { hashes: [{ alg: 'SHA-512', content }] }),
      licenses: [...new Set(licences)].map((id) => ({ license: { id: String(id) } })),
      purl,
    };
  }

  /** SHA-512 of the package as it was published, by package-lock.json. */
  private publishedHash(folder: string): string | undefined {
    const [, base64] = /^sha512-(.+)$/.exec(this.locked[folder]?.integrity ?? '') ?? [];
    return base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('hex');
  }
}
