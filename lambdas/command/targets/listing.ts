import type { ReadModel } from './read-model';

/** The sample read model: the entities of a tenant and type in one partition, each with a label. */
export const listing: ReadModel = {
  key: ({ pk, sk, entityType }) => ({ pk: `${pk}#${entityType}`, sk }),
  columns: { label: ({ label }) => label },
};
