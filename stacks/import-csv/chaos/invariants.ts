import type { DynamoDb, RowChange } from '@blueprint/test/chaos/aws/dynamodb';
import { type Item, number, plain, text } from '@blueprint/test/chaos/aws/item';
import { must } from '@blueprint/test/chaos/invariants/violation';
import { parse } from 'csv-parse/sync';
import type { MapRun } from './map-run';
import type { ImportWorld } from './world';

interface Listed {
  row: number;
}

/** At every moment: each row of a chunk is in one place of its ledger, and one that counts as applied is applied. */
export function ledgerIsTrue(dynamodb: DynamoDb, { before, after }: RowChange): void {
  const sk = text(after, 'sk') ?? '';
  if (!after || !sk.startsWith('LEDGER#OUTCOME#')) return;
  const pk = text(after, 'pk') ?? '';
  const name = `${pk} ${sk}`;
  const first = Number(sk.slice('LEDGER#OUTCOME#'.length));
  const chunk = dynamodb
    .all('import_tmp')
    .find((item) => text(item, 'pk')?.startsWith(`${pk}#`) && number(item, 'first') === first && item.rows);
  const rows = (plain(chunk?.rows) as Listed[]).map(({ row }) => row);
  const listed = [...listedIn(after, 'published'), ...listedIn(after, 'rejects'), ...listedIn(after, 'failures')];
  const elsewhere = [...listed, ...(plain(after.undecided) as number[])];
  const applied = number(after, 'applied') ?? 0;
  must(
    applied + elsewhere.length === rows.length,
    () => `${name}: ${rows.length} rows, ${JSON.stringify(plain({ M: after }))}`,
  );
  must(new Set(elsewhere).size === elsewhere.length, () => `${name} has a row in two places`);
  must(applied >= (number(before, 'applied') ?? 0), () => `${name}: a row is no longer applied`);
  const [turn, last] = [number(after, 'turn') ?? 0, number(before, 'turn') ?? 0];
  must(turn === last + 1, () => `${name}: turn ${turn} was written over turn ${last}`);
  const job = pk.split('#')[1];
  const done = rows.filter((row) => !elsewhere.includes(row));
  for (const row of done) {
    const command = dynamodb.all('commands').find((item) => text(item, 'commandId') === `${job}-${row}`);
    must(
      text(command, 'status') === 'applied',
      () => `${name}: row ${row} counts as applied and is ${text(command, 'status')}`,
    );
  }
}

/** I5: applied, rejected and failed rows are the rows of the file, each once; and each reject says why. */
export function everyRowIsAccountedFor(world: ImportWorld, { file, finished }: MapRun): void {
  const { jobId } = file.job;
  must(finished !== undefined, () => `import ${jobId} was never finished`);
  must(finished.pending === 0, () => `import ${jobId} was finished with ${finished.pending} rows pending`);
  must(finished.read === file.rows.length, () => `import ${jobId} read ${finished.read} of ${file.rows.length} rows`);
  const job = world.dynamodb.all('import_tmp').find((item) => text(item, 'pk') === `IMPORT#${jobId}`);
  must(text(job, 'status') === 'COMPLETED', () => `import ${jobId} is ${text(job, 'status')}`);
  for (const count of ['read', 'rejected', 'applied', 'failed'] as const) {
    must(
      number(job, count) === finished[count],
      () => `import ${jobId}: ${count} is ${number(job, count)} on its record`,
    );
  }
  const reported = reportedRows(world, job);
  must(
    reported.length === finished.rejected + finished.failed,
    () => `import ${jobId}: ${reported.length} rows are reported, ${JSON.stringify(finished)}`,
  );
  for (const [index] of file.rows.entries()) checkRow(world, jobId, index + 1, reported);
  const commands = world.commands.all().filter(({ item }) => plain(item.origin?.M?.job) === jobId);
  must(
    commands.length === new Set(commands.map(({ item }) => text(item, 'commandId'))).size,
    () => `import ${jobId}: a row became two commands`,
  );
  lastRowWins(world, jobId);
}

function checkRow(world: ImportWorld, jobId: string, row: number, reported: readonly ReportedRow[]): void {
  const own = reported.filter((one) => Number(one.row) === row);
  const command = world.commands.all().find(({ item }) => text(item, 'commandId') === `${jobId}-${row}`);
  const isApplied = text(command?.item, 'status') === 'applied';
  must(own.length === (isApplied ? 0 : 1), () => `import ${jobId}: row ${row} is reported ${own.length} times`);
  must(
    own.every(({ reason, content }) => reason !== '' && content !== ''),
    () => `row ${row} has no reason`,
  );
}

/** Of rows with one key the later has the later version. */
function lastRowWins(world: ImportWorld, jobId: string): void {
  for (const { pk, sk } of world.entities()) {
    const rows = world.commands
      .of(pk, sk)
      .filter(({ item }) => plain(item.origin?.M?.job) === jobId)
      .map(({ item }) => number(item.origin?.M, 'row') ?? 0);
    must(
      `${rows}` === `${[...rows].sort((a, b) => a - b)}`,
      () => `import ${jobId}: ${sk} took rows in the order ${rows}`,
    );
  }
}

interface ReportedRow {
  row: string;
  reason: string;
  content: string;
}

function reportedRows(world: ImportWorld, job: Item | undefined): ReportedRow[] {
  const key = text(job, 'rejectsKey');
  return key === undefined ? [] : parse(world.services.objects.get(key) ?? '', { columns: true });
}

function listedIn(item: Item, name: string): number[] {
  return (plain(item[name]) as Listed[]).map(({ row }) => row);
}
