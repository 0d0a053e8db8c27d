import type { RowChange } from '@blueprint/test/chaos/aws/dynamodb';
import { tableName } from '@blueprint/test/chaos/aws/tables';
import type { Deployment } from '@blueprint/test/chaos/deployment';
import { seeded } from '@blueprint/test/chaos/random';
import type { Plan } from '@blueprint/test/chaos/shrink';
import type { Entity } from '@blueprint/test/chaos/world/schedule';
import type { TableStream } from '@blueprint/test/chaos/world/stream';
import { World } from '@blueprint/test/chaos/world/world';
import { fileOf } from './file';
import { ledgerIsTrue } from './invariants';
import { MapRun } from './map-run';
import { type Act, type FilePlan, products } from './schedule';

const IMPORT_TMP = tableName('import_tmp');
/** How often the machine looks whether an import is finished before the schedule's end. */
const looks = 1;

/** The command workflow's world with imports in it. */
export class ImportWorld extends World {
  readonly runs: MapRun[] = [];
  readonly chunks: TableStream;
  readonly endings: TableStream;

  constructor(deployment: Deployment, schedule: Plan) {
    super(deployment, schedule);
    this.chunks = this.map('chunks', {
      table: 'import_tmp',
      target: 'import-csv/apply-rows',
      passes: ({ before, after }) => before === undefined && (after?.sk?.S?.startsWith('ROWS#') ?? false),
    });
    this.endings = this.map('endings', {
      table: 'commands',
      target: 'import-csv/row-settled',
      passes: ({ before, after }) =>
        before !== undefined &&
        after?.origin?.M?.awaited?.BOOL === true &&
        ['applied', 'skipped', 'failed'].includes(after.status?.S ?? ''),
    });
  }

  override async do(act: Act): Promise<void> {
    if (act.do !== 'import') return super.do(act);
    this.note(`--- ${JSON.stringify(act)}`);
    return this.import(act);
  }

  override get subjects(): number {
    return this.runs.length;
  }

  override entities(): readonly Entity[] {
    const imported = this.commands.all().map(({ pk, sk }): Entity => ({ pk, sk, entityType: 'product' }));
    return [...products, ...imported];
  }

  /** Writes the record of an import, and lets its machine run. */
  private async import(plan: FilePlan): Promise<void> {
    const file = fileOf(plan, this.runs.length + 1, this.clock.now());
    const { jobId, tableName, mode, context, createdAt, ttl } = file.job;
    const strings = (values: object) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { S: String(value) }]));
    const Item = {
      ...strings({ pk: `IMPORT#${jobId}`, sk: 'JOB', jobId, tableName, mode, createdAt, status: 'PROCESSING' }),
      context: { M: strings(context) },
      source: { M: strings({ bucket: 'imports', key: 'imports/a.csv', versionId: '1' }) },
      ttl: { N: String(ttl) },
    };
    await this.dynamodb.handle('PutItem', { TableName: IMPORT_TMP, Item }, 'start');
    const random = seeded(this.schedule.seed, `map run ${jobId}`);
    const run = new MapRun(file, this.clock, random, this.lambda, this.services.objects);
    this.runs.push(run);
    this.background(run.run(plan.repeated, looks));
  }

  protected override observe(change: RowChange): void {
    super.observe(change);
    if (change.table === 'import_tmp') ledgerIsTrue(this.dynamodb, change);
  }
}
