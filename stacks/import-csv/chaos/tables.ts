import type { OwnTables } from '@blueprint/test/chaos/aws/tables';

export const tables: OwnTables = { import_tmp: { oldImages: false } };
