import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { zipOf } from '../bundle-zip';
import { artifactOf, layOut, packed, unpacked } from './artifact';

const LOCK = { '.terraform.lock.hcl': Buffer.from('checksums') };

/** A folder as cdktf leaves it, of two environments that share the code of a function. */
function synthesized(definition = 'a'): string {
  const outdir = mkdtempSync(join(tmpdir(), 'artifact-'));
  for (const stack of ['stg-workflows', 'dev-workflows']) {
    mkdirSync(join(outdir, 'stacks', stack, 'assets', 'finish'), { recursive: true });
    writeFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), `${stack} ${definition}`);
    writeFileSync(join(outdir, 'stacks', stack, 'assets', 'finish', 'code.zip'), 'code');
  }
  return outdir;
}

describe('an artifact', () => {
  test('is the same bytes from two folders, and others when a stack differs', () => {
    const [one, two, other] = ['a', 'a', 'b'].map((definition) => artifactOf('app', synthesized(definition), LOCK));
    expect(packed(one as never)).toEqual(packed(two as never));
    expect(other?.digest).not.toBe(one?.digest);
  });

  test('holds what environments share once', () => {
    const { manifest, contents } = artifactOf('app', synthesized(), LOCK);
    expect(Object.keys(manifest.files)).toEqual([
      'dev-workflows/.terraform.lock.hcl',
      'dev-workflows/assets/finish/code.zip',
      'dev-workflows/cdk.tf.json',
      'stg-workflows/.terraform.lock.hcl',
      'stg-workflows/assets/finish/code.zip',
      'stg-workflows/cdk.tf.json',
    ]);
    expect(contents.size).toBe(4);
  });

  test('is laid out as it was synthesized, with what lies beside, in place of what was there', () => {
    const artifact = artifactOf('app', synthesized(), LOCK);
    const folder = mkdtempSync(join(tmpdir(), 'laid-out-'));
    writeFileSync(join(folder, 'override.tf.json'), 'left by another run');
    layOut(unpacked(packed(artifact), 'it', artifact.digest), 'dev-workflows', folder);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
      '.terraform.lock.hcl',
      'assets',
      'assets/finish',
      'assets/finish/code.zip',
      'cdk.tf.json',
    ]);
    expect(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')).toBe('dev-workflows a');
    expect(() => layOut(artifact, 'prod-workflows', folder)).toThrow(
      'The artifact has no stack prod-workflows. It has: dev-workflows, stg-workflows.',
    );
  });
});

describe('what is no such artifact is refused', () => {
  const artifact = artifactOf('app', synthesized(), LOCK);
  /** The same with one of its entries changed. */
  const changed = (name: RegExp, content: string) => {
    const entries = unzipSync(packed(artifact));
    const found = Object.keys(entries).find((entry) => name.test(entry)) ?? '';
    return zipOf({ ...entries, [found]: Buffer.from(content) });
  };

  test.each([
    ['no zip', Buffer.from('text'), "the file can't be read as a zip"],
    ['another zip', zipOf({ 'a.txt': Buffer.from('a') }), 'the file is no artifact of this project'],
    ['a manifest of another form', changed(/^manifest/, '{"format":2}'), 'the file is no artifact of this project'],
    ['a manifest that is no JSON', changed(/^manifest/, '{'), 'the file is no artifact of this project'],
    ['a changed content', changed(/^contents/, 'other'), 'the file is damaged: '],
  ])('%s', (_, bytes, message) => {
    expect(() => unpacked(bytes, 'the file')).toThrow(message);
  });

  test('another artifact than expected', () => {
    expect(() => unpacked(packed(artifact), 'the file', 'abc')).toThrow(
      `the file is the artifact ${artifact.digest}, not abc.`,
    );
  });

  test('a file outside of its stack', () => {
    const entries = unzipSync(packed(artifact));
    const manifest = JSON.parse(Buffer.from(entries['manifest.json'] as Uint8Array).toString());
    const [hash] = Object.values(manifest.files);
    const text = JSON.stringify({ ...manifest, files: { 'dev-workflows/../../escaped': hash } });
    const bytes = zipOf({ ...entries, 'manifest.json': Buffer.from(text) });
    expect(() => unpacked(bytes, 'the file')).toThrow('the file has a file outside of its folder');
  });
});
