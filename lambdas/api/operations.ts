import * as z from 'zod/mini';
import { operation } from '../platform/http/operation';
import { NOT_FOUND } from '../platform/http/problem';

export const getOpenApi = operation({
  operationId: 'getOpenApi',
  method: 'GET',
  path: '/openapi.json',
  summary: 'This document',
  access: 'open',
  answers: { 200: { description: 'The OpenAPI document of this API', body: z.looseObject({}) } },
});

export const getExecution = operation({
  operationId: 'getExecution',
  method: 'GET',
  path: '/executions/{name}',
  summary: 'How an execution of a workflow stands',
  description: 'An execution is known for 90 days after its end.',
  access: 'jwt',
  params: z.object({
    name: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,35}_[\w-]{43}$/, 'must be the name that its start answered')),
  }),
  answers: {
    200: {
      description: 'The execution',
      body: z.object({
        name: z.string(),
        workflow: z.string(),
        status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
        startedAt: z.optional(z.string()),
        stoppedAt: z.optional(z.string()),
        output: z.optional(z.unknown()),
        /** Name of the error that ended it. */
        error: z.optional(z.string()),
      }),
    },
  },
  problems: [NOT_FOUND],
});

export const operations = [getOpenApi, getExecution];
