import { type Environment, type EnvironmentInput, environmentSchema } from './schema';

/**
 * Completes an environment with its defaults and checks every field.
 *
 * @param key the name under which it is known; its own `name` must be the same
 * @throws Error with one line per wrong, missing or unknown field
 */
export function parseEnvironment(key: string, input: EnvironmentInput): Environment {
  const parsed = environmentSchema.safeParse(input);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the environment'}: ${message}`);
  if (parsed.success && parsed.data.name !== key) {
    problems.push(`name: is "${parsed.data.name}", but the environment is listed as "${key}"`);
  }
  if (!parsed.success || problems.length > 0) {
    throw new Error(
      `Environment "${key}" (env/${key}.ts) has ${problems.length === 1 ? 'a wrong field' : `${problems.length} wrong fields`}:\n${problems
        .map((problem) => `  ${problem}`)
        .join('\n')}`,
    );
  }
  return parsed.data;
}
