import * as z from 'zod/mini';
import { operation } from '../platform/http/operation';
import { readings } from './readings';

export const sendReadings = operation({
  operationId: 'sendReadings',
  method: 'POST',
  path: '/readings',
  summary: 'Stores readings of devices',
  description:
    'Answers before the readings are stored. A reading is known by its device and its moment, and the first one stays: the same ' +
    'batch may be sent again and again. A batch has no status to ask for: an Express execution keeps none.',
  access: 'jwt',
  body: z.object({ readings }),
  answers: {
    202: {
      description: 'The readings are being stored',
      /** By `batch` the executions that stored them are found in the log of the workflow. */
      body: z.object({ batch: z.string(), accepted: z.int() }),
    },
  },
});

export const operations = [sendReadings];
