import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { unzipSync } from 'fflate';

/** Unpacks deployed zips, each once: a folder per code hash. */
export class CodeStore {
  readonly #folder: string;

  /** @param folder emptied: it holds the code of this run only. */
  constructor(folder: string) {
    this.#folder = resolve(folder);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /**
   * The folder with the zip's files. Throws when the zip is broken, an entry points out of the folder, or the zip is of other code:
   * MiniStack keeps the code of versions, and hands out that of $LATEST for all of them.
   */
  async unpack(codeSha256: string, download: () => Promise<Uint8Array>): Promise<string> {
    const target = join(this.#folder, Buffer.from(codeSha256, 'base64').toString('hex'));
    if (existsSync(target)) return target;
    const zip = await download();
    const sha256 = createHash('sha256').update(zip).digest('base64');
    if (sha256 !== codeSha256) throw new Error(`MiniStack has code ${sha256} where ${codeSha256} was deployed.`);
    const files = unzipSync(zip);
    const staging = `${target}.${process.pid}`;
    for (const [name, content] of Object.entries(files)) {
      const path = join(staging, name);
      if (!path.startsWith(staging + sep)) throw new Error(`The zip has an entry outside of its folder: "${name}".`);
      if (name.endsWith('/')) continue;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    if (existsSync(target)) rmSync(staging, { recursive: true });
    else renameSync(staging, target);
    return target;
  }
}
