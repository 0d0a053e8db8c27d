import type { Clock } from '@blueprint/local/stepfunctions';
import type { Objects } from '@blueprint/test/chaos/aws/s3';
import { type Random, shuffled } from '@blueprint/test/chaos/random';
import type { LambdaService } from '@blueprint/test/chaos/world/lambda-service';
import type { ImportedFile } from './file';

const attempts = 4;

/**
 * What the import machine does with a file: child executions for its batches, each with the Retry of its Task and in any order; their
 * results in the bucket; then `finalize_parent_job`, again and again.
 */
export class MapRun {
  private readonly failed: string[] = [];
  /** What `finalize_parent_job` returned. */
  finished: { read: number; rejected: number; applied: number; failed: number; pending: number } | undefined;
  /** Undefined while children run. */
  private results: { bucket: string; key: string } | undefined;

  constructor(
    readonly file: ImportedFile,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly lambda: LambdaService,
    private readonly objects: Objects,
  ) {}

  async run(repeated: readonly number[], looks: number): Promise<void> {
    const children = shuffled(this.random, [...this.file.batches.entries()]).flatMap(([index, batch]) =>
      repeated.includes(index) ? [batch, batch] : [batch],
    );
    await Promise.all(children.map((batch) => this.child(batch)));
    this.writeResults();
    for (let look = 0; look < looks && !this.finished; look++) {
      await this.finalize(0);
      await this.pause(5_000 * 1.5 ** look);
    }
  }

  /** One attempt of the state; nothing while children run. */
  async finalize(redriveCount: number): Promise<void> {
    if (!this.results) return;
    const input = { ...this.file.job, results: this.results };
    const answer = await this.lambda.invoke('import-csv/finalize-parent-job', this.event(input, redriveCount));
    if ('result' in answer) this.finished = answer.result as unknown as MapRun['finished'];
  }

  private async child(input: ImportedFile['batches'][number]): Promise<void> {
    await this.pause(this.random() * 2_000);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const answer = await this.lambda.invoke('import-csv/csv-rows-handler', this.event(input, 0));
      if ('result' in answer) return;
      await this.pause(2_000 * 2 ** attempt);
    }
    this.failed.push(JSON.stringify(input));
  }

  /** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
  private writeResults(): void {
    const folder = `results/${this.file.job.jobId}/map`;
    const FAILED = this.failed.length > 0 ? [{ Key: `${folder}/FAILED_0.json`, Size: 1 }] : [];
    this.objects.put(
      `${folder}/manifest.json`,
      JSON.stringify({ ResultFiles: { FAILED, PENDING: [], SUCCEEDED: [] } }),
    );
    const children = this.failed.map((Input) => ({ Input, Status: 'FAILED' }));
    this.objects.put(`${folder}/FAILED_0.json`, JSON.stringify(children));
    this.results = { bucket: 'local-blueprint-imports', key: `${folder}/manifest.json` };
  }

  private event(input: object, RedriveCount: number): object {
    const machine = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:local-blueprint-import-csv';
    const { jobId: Name } = this.file.job;
    const at = new Date(this.clock.now()).toISOString();
    return {
      source: 'step-function',
      input,
      context: {
        Execution: {
          Id: `${machine.replace(':stateMachine:', ':execution:')}:${Name}`,
          Input: {},
          Name,
          RoleArn: 'arn:aws:iam::000000000000:role/local-blueprint-import-csv',
          StartTime: at,
          RedriveCount,
        },
        State: { EnteredTime: at, Name: 'csv_rows_handler', RetryCount: 0 },
        StateMachine: { Id: machine, Name: 'local-blueprint-import-csv' },
      },
    };
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.setTimeout(resolve, ms);
    });
  }
}
