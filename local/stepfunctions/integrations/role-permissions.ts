import { StepFunctionsError } from '../errors';
import type { Integrations, SelfPermission } from './integrations';

/** What the service does in the name of a role when a state machine is made. */
interface RolePermissions {
  roleArn: string;
  actions: readonly SelfPermission['action'][];
  resource: string;
}

/** As services of AWS call a denial; STS, with the shorter one, also that of a role that is not there. */
const DENIALS: unknown[] = ['AccessDeniedException', 'AccessDenied'];

/**
 * Asks whether the role may do all of it.
 *
 * @throws AccessDeniedException, with the message, when it may not. What else went wrong while asking says nothing of the
 *   role, and is thrown as it is.
 */
export async function checkRolePermissions(
  { roleArn, actions, resource }: RolePermissions,
  message: string,
  integrations: Pick<Integrations, 'authorize'>,
): Promise<void> {
  try {
    for (const action of actions) await integrations.authorize?.({ roleArn, action, resource });
  } catch (error) {
    throw isDenial(error) ? new StepFunctionsError('AccessDeniedException', message) : error;
  }
}

const isDenial = (error: unknown) => error instanceof Error && 'code' in error && DENIALS.includes(error.code);
