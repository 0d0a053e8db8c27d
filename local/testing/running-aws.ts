import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { type LocalAws, startLocalAws } from '../start';
import { LocalAccount } from './local-account';
import { recordingLogger } from './recording-logger';

export const MINISTACK = resolve(__dirname, '..', '..', '.local', 'venv', 'bin', 'ministack');

/** A local AWS with nothing in it, there from before the first test of a file until after the last. */
export class RunningAws {
  #started: { readonly aws: LocalAws; readonly account: LocalAccount } | undefined;

  /** @param region Default: that of `startLocalAws` */
  constructor(region?: string) {
    let folder: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'local-aws-'));
      const aws = await startLocalAws({
        port: 0,
        ministack: MINISTACK,
        dataFolder: folder,
        logger: recordingLogger(),
        ...(region !== undefined && { region }),
      });
      this.#started = { aws, account: new LocalAccount(aws) };
    });
    afterAll(async () => {
      await this.#started?.aws.stop();
      rmSync(folder, { recursive: true, force: true });
    });
  }

  get aws(): LocalAws {
    return this.#now.aws;
  }

  get account(): LocalAccount {
    return this.#now.account;
  }

  get #now() {
    if (this.#started) return this.#started;
    throw new Error('The local AWS runs only while the tests do.');
  }
}
