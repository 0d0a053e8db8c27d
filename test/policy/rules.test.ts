import { describe, expect, test } from '@jest/globals';
import { FIXTURES } from './fixtures';
import { RULES } from './rules';
import { Stack } from './stack';

describe.each(Object.entries(RULES))('%s', (name, rule) => {
  const { broken, mended } = FIXTURES[name] ?? { broken: [], mended: {} };
  const findings = (json: typeof mended) => rule.check(new Stack('prod-it', json));

  test('finds what breaks it, and nothing in what does not', () => {
    expect(broken.length).toBeGreaterThan(0);
    for (const json of broken) expect({ json, found: findings(json).length > 0 }).toEqual({ json, found: true });
    expect(findings(mended)).toEqual([]);
  });

  test('says what it demands, why, where that stands, and who else does', () => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect([rule.demands, rule.why]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)]);
    expect(rule.page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    for (const match of rule.matches)
      expect(match).toMatch(/^(checkov CKV2?_AWS_\d+|trivy AWS-\d{4}|cdk-nag [\w.-]+|Security Hub \w+\.\d+)$/);
  });
});
