import { imageId } from '@blueprint/lambdas/image/keys';
import { describe, expect, test } from '@jest/globals';
import { functionArn, MachineUnderTest, named } from '../testing/machine';
import { coversEveryTransition } from '../testing/state-coverage';
import { image } from './definition';

const input = {
  schemaVersion: 1,
  tenantCode: 'tenant1',
  requestId: 'request-1',
  key: 'originals/tenant1/商品 1.jpg',
  versionId: 'version-1',
};
const original = { contentType: 'image/jpeg', width: 4000, height: 3000, bytes: 2_960_475 };
const resized = {
  key: 'results/tenant1/1/resized.jpg',
  contentType: 'image/jpeg',
  width: 1600,
  height: 1200,
  bytes: 4,
};
const thumbnail = {
  key: 'results/tenant1/1/thumbnail.webp',
  contentType: 'image/webp',
  width: 256,
  height: 256,
  bytes: 2,
};
const branches = {
  'image/resize': () => ({ original, derived: resized }),
  'image/thumbnail': () => ({ original, derived: thumbnail }),
};
type Put = { TableName: string; Item: Record<string, unknown> };
const key = {
  pk: { S: 'IMAGE#tenant1' },
  sk: { S: imageId(input) },
  key: { S: input.key },
  versionId: { S: 'version-1' },
  requestId: { S: 'request-1' },
  savedAt: { S: expect.stringMatching(/^\d{4}-/) },
};

const machine = new MachineUnderTest('image', image({ functionArn, table: 'image_results' }));

describe('image', () => {
  test('makes both images of an original, then records what they are', async () => {
    const puts: Put[] = [];
    const { status, output, states } = await machine.run(input, {
      ...branches,
      'dynamodb:putItem': (put: Put) => void puts.push(put),
    });
    expect({ status, output }).toEqual({
      status: 'SUCCEEDED',
      output: { status: 'processed', original, resized, thumbnail },
    });
    expect(states).toEqual(['ProcessImage', 'Resize', 'Thumbnail', 'SaveResults']);
    const numbers = { width: { N: '4000' }, height: { N: '3000' }, bytes: { N: '2960475' } };
    expect(puts).toMatchObject([
      {
        TableName: 'image_results',
        Item: {
          ...key,
          status: { S: 'processed' },
          original: { M: { contentType: { S: 'image/jpeg' }, ...numbers } },
          resized: { M: { key: { S: resized.key }, width: { N: '1600' }, bytes: { N: '4' } } },
          thumbnail: { M: { key: { S: thumbnail.key }, contentType: { S: 'image/webp' }, height: { N: '256' } } },
        },
      },
    ]);
  });

  test.each(['UnsupportedImage', 'OriginalMissing'])(
    'records an original that can’t be used at once (%s)',
    async (name) => {
      const puts: Put[] = [];
      const refuse = (_: object, { attempt }: { attempt: number }) => {
        expect(attempt).toBe(0);
        throw named(name, 'the image is an animation');
      };
      const { status, output, states } = await machine.run(input, {
        'image/resize': refuse,
        'image/thumbnail': refuse,
        'dynamodb:putItem': (put: Put) => void puts.push(put),
      });
      const outcome = { error: name, reason: 'the image is an animation' };
      expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: { status: 'refused', ...outcome } });
      expect(states.at(-1)).toBe('SaveRefusal');
      const { error, reason } = outcome;
      expect(puts.map(({ Item }) => Item)).toEqual([
        { ...key, status: { S: 'refused' }, error: { S: error }, reason: { S: reason } },
      ]);
    },
  );

  test('tries a branch again by itself, and not the other', async () => {
    const attempts = { Resize: 0, Thumbnail: 0 };
    const { status } = await machine.run(input, {
      Resize: (_, { attempt }) => {
        attempts.Resize += 1;
        if (attempt < 2) throw named('Runtime.ExitError', 'killed');
        return branches['image/resize']();
      },
      Thumbnail: () => {
        attempts.Thumbnail += 1;
        return branches['image/thumbnail']();
      },
      'dynamodb:putItem': () => null,
    });
    expect(status).toBe('SUCCEEDED');
    expect(attempts).toEqual({ Resize: 3, Thumbnail: 1 });
  });

  test('fails with the error of a branch that nothing mends, and records nothing: a redrive goes on there', async () => {
    const ran = await machine.run(input, {
      ...branches,
      'image/thumbnail': () => {
        throw named('AccessDenied', 'not allowed');
      },
    });
    expect(ran).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
    expect(ran.states).not.toContain('SaveRefusal');
  });

  test('writes the row again when DynamoDB is throttled', async () => {
    const { status, seconds } = await machine.run(input, {
      ...branches,
      SaveResults: (_, { attempt }) => {
        if (attempt < 6) throw named('DynamoDB.ThrottlingException');
      },
    });
    expect(status).toBe('SUCCEEDED');
    expect(seconds).toBeLessThan(1 + 2 + 4 + 8 + 16 + 32 + 1);
  });

  coversEveryTransition(machine);
});
