import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const stack = z.object({
  resource: z.object({
    aws_lambda_function: z.record(
      z.string(),
      z.object({
        function_name: z.string(),
        environment: z.object({ variables: z.record(z.string(), z.string()) }),
      }),
    ),
  }),
});

/**
 * The environment variables that each function is deployed with, by its name, read from a synthesized stack. What Terraform
 * only knows when it applies is the word `unknown`.
 *
 * @param outdir the folder that was synthesized into
 */
export function functionEnvironments(outdir: string, stackName: string): ReadonlyMap<string, Record<string, string>> {
  const file = join(outdir, 'stacks', stackName, 'cdk.tf.json');
  const functions = Object.values(stack.parse(JSON.parse(readFileSync(file, 'utf8'))).resource.aws_lambda_function);
  return new Map(functions.map((one) => [one.function_name, known(one.environment.variables)]));
}

function known(variables: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value.includes('${') ? 'unknown' : value]),
  );
}
