import { workflow } from '@blueprint/asl';
import { type ApprovalTaskProps, approvalTask } from './task';

/**
 * Asks a person, and tells what was decided: the approval alone, without anything to approve. Input: `subject` and `details`, as the
 * page shows them, beside what every input says. Output: `{status, by?, at?, reason?}`. A rejection is an answer, and no failure.
 */
export function approval(props: ApprovalTaskProps) {
  const waitForApproval = approvalTask(props);
  return workflow({
    Comment: 'Waits until a person approves or rejects',
    QueryLanguage: 'JSONata',
    StartAt: 'WaitForApproval',
    States: {
      WaitForApproval: {
        ...waitForApproval({ subject: '{% $states.input.subject %}', details: '{% $states.input.details %}' }),
        Catch: [
          {
            ErrorEquals: ['ApprovalRejected'],
            Output: "{% $merge([{'status': 'rejected'}, $parse($states.errorOutput.Cause)]) %}",
            Next: 'Rejected',
          },
          { ErrorEquals: ['ApprovalExpired', 'States.Timeout'], Output: { status: 'expired' }, Next: 'Expired' },
        ],
        Next: 'ProcessApproval',
      },
      ProcessApproval: {
        Type: 'Pass',
        Output: { status: 'approved', by: '{% $states.input.by %}', at: '{% $states.input.at %}' },
        End: true,
      },
      Rejected: { Type: 'Succeed' },
      Expired: { Type: 'Succeed' },
    },
  });
}
