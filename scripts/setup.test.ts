import { describe, expect, test } from '@jest/globals';
import { isAtLeast, missingPrerequisites } from './setup.cjs';

const all = { node: '20.9.0', python: { command: 'python3', version: '3.10.1' }, terraform: '1.10.0' };

describe('prerequisites', () => {
  test('versions compare by number, part by part', () => {
    expect(isAtLeast('20.10.0', '20.9')).toBe(true);
    expect(isAtLeast('3.9.18', '3.10')).toBe(false);
    expect(isAtLeast('1.10', '1.10.0')).toBe(true);
  });

  test('nothing is missing on a machine that has all three', () => {
    expect(missingPrerequisites(all)).toEqual([]);
  });

  test('each missing or old one is named with where to get it', () => {
    const missing = missingPrerequisites({ node: '18.20.0', python: undefined, terraform: '1.9.8' });
    expect(missing).toHaveLength(3);
    expect(missing[0]).toMatch(/Node 20.9.*18\.20\.0.*nodejs\.org/);
    expect(missing[1]).toMatch(/Python 3\.10.*python\.org.*apt-get install python3-venv/);
    expect(missing[2]).toMatch(/Terraform 1\.10.*1\.9\.8.*developer\.hashicorp\.com/);
    expect(missingPrerequisites({ ...all, terraform: undefined })[0]).toMatch(/was not found on the PATH/);
  });
});
