import { type FilePlan, products } from './schedule';

/** A file under import, as those who check it know it. */
export interface ImportedFile {
  job: {
    jobId: string;
    tableName: 'products';
    mode: 'STEP_FUNCTION';
    context: { userId: string; tenantCode: string; requestId: string };
    createdAt: string;
    ttl: number;
  };
  /** By their order in the file. */
  rows: Record<string, string>[];
  /** The inputs of the child executions. */
  batches: { BatchInput: ImportedFile['job']; Items: { index: number; row: Record<string, string> }[] }[];
}

/** @param now epoch ms */
export function fileOf({ rows: plan, rowsPerBatch }: FilePlan, number: number, now: number): ImportedFile {
  const context = { userId: 'importer', tenantCode: 'tenant1', requestId: `import-${number}` };
  const job: ImportedFile['job'] = {
    jobId: `file${number}`,
    tableName: 'products',
    mode: 'STEP_FUNCTION',
    context,
    createdAt: new Date(now).toISOString(),
    ttl: Math.floor(now / 1000) + 90 * 24 * 60 * 60,
  };
  const rows = plan.map((kind, index) => {
    const hot = typeof kind === 'number' ? products[kind]?.sk.replace('PRODUCT#', '') : undefined;
    const product_code = kind === 'invalid' ? '' : (hot ?? `${number}-${index}`);
    return { product_code, name: `file ${number} row ${index + 1}`, price: String(index), category: '' };
  });
  const items = rows.map((row, index) => ({ index, row }));
  const batches: ImportedFile['batches'] = [];
  for (let from = 0; from < items.length; from += rowsPerBatch) {
    batches.push({ BatchInput: job, Items: items.slice(from, from + rowsPerBatch) });
  }
  return { job, rows, batches };
}
