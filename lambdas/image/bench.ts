import { setTimeout as pause } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { BenchRun, WorkflowBench } from '../platform/bench';
import { LIVE } from '../platform/live';
import type { ImageInput } from './input';
import { samplePhoto } from './sample-photo';

const [WIDTH, HEIGHT] = [4000, 3000];
const LOOK_MS = 20;

export const bench: WorkflowBench = {
  title: `Images: a JPEG of ${WIDTH} × ${HEIGHT}, both derived images`,
  notes: [
    'Whole executions, from start to end. In turn: the same functions and states, one Task after the other. With two branches the time',
    'is that of the longer one at best: half of both when they take as long as each other, and never a third.',
  ],
  async prepare(run) {
    const client = new SFNClient(run.aws);
    const input = await upload(run);
    const deployed = run.arn('states', `stateMachine:${run.resourceName('image')}`);
    const inTurn = await createInTurn(client, deployed, `${run.resourceName('image')}-in-turn`);
    return new Map([
      ['Parallel, as deployed', () => execute(run, client, `${deployed}:${LIVE}`, input)],
      ['in turn', () => execute(run, client, inTurn, input)],
    ]);
  },
};

/** The bucket starts an execution for it as well: that one falls into the first round, which does not count. */
async function upload(run: BenchRun): Promise<ImageInput> {
  const [tenantCode, key] = ['tenant1', 'originals/tenant1/bench.jpg'];
  const client = new S3Client({ ...run.aws, forcePathStyle: true });
  const Bucket = `${run.resourceName('images')}-${run.environment.account}`;
  const Body = await samplePhoto(WIDTH, HEIGHT);
  const { VersionId = '' } = await client.send(new PutObjectCommand({ Bucket, Key: key, Body }));
  return { schemaVersion: 1, tenantCode, requestId: 'bench', key, versionId: VersionId };
}

/** The part of the deployed definition that is made anew. */
interface Deployed {
  readonly States: {
    readonly ProcessImage: { readonly Branches: readonly { readonly States: Readonly<Record<string, object>> }[] };
    readonly SaveResults: object;
  };
}

/** A machine with the states of the deployed one, in which the branches stand one after the other. */
async function createInTurn(client: SFNClient, stateMachineArn: string, name: string): Promise<string> {
  const { definition = '', roleArn } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const deployed: Deployed = JSON.parse(definition);
  const { ProcessImage, SaveResults } = deployed.States;
  const [resize, thumbnail] = ProcessImage.Branches.map(({ States }) => Object.values(States)[0]);
  const inTurn = {
    ...deployed,
    StartAt: 'Resize',
    States: {
      Resize: {
        ...resize,
        End: undefined,
        Assign: { resized: '{% $states.result.Payload %}' },
        Output: '{% $states.input %}',
        Next: 'Thumbnail',
      },
      Thumbnail: {
        ...thumbnail,
        End: undefined,
        Output: {
          original: '{% $resized.original %}',
          resized: '{% $resized.derived %}',
          thumbnail: '{% $states.result.Payload.derived %}',
        },
        Next: 'SaveResults',
      },
      SaveResults,
    },
  };
  const created = await client.send(
    new CreateStateMachineCommand({ name, roleArn, definition: JSON.stringify(inTurn) }),
  );
  return created.stateMachineArn ?? '';
}

/** ms between the two times that the execution says. */
async function execute(run: BenchRun, client: SFNClient, stateMachineArn: string, input: ImageInput): Promise<number> {
  const start = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
  const { executionArn } = await client.send(start);
  for (;;) {
    const { status, startDate, stopDate, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return (stopDate?.getTime() ?? Number.NaN) - (startDate?.getTime() ?? Number.NaN);
    if (status !== 'RUNNING') throw new Error(`${executionArn} is ${status}: ${cause ?? 'no cause'}`);
    await pause(LOOK_MS, undefined, { signal: run.signal });
  }
}
