import { toAsl } from '@blueprint/asl';
import { taskHandler } from '../definition';

/** The definition of the machine with the inline map as it is deployed, in JSON. */
export const asl = (functionArn: (path: string) => string): string =>
  toAsl(taskHandler({ functionArn, concurrency: 2, mode: 'INLINE' }));
