import { type Jsonata, type JsonObject, workflow } from '@blueprint/asl';
import { type FunctionArn, lambdaTasks } from '../constructs/lambda-task';
import { FIXTURES } from './fixtures';

/** Names of the handlers' errors that come again however often a state is retried. */
export const UNMENDABLE_ERRORS = ['CaseConflict', 'CaseMissing', 'CorruptRow', 'InvalidEnvironment', 'InvalidEvent'];

/**
 * Works on a support case: the workflow of AWS's first tutorial, with its state names. Where the tutorial draws a random number,
 * `Work on Case` tries one known answer after another; while there is a further one the case goes back to it. An escalated case
 * ends in `Fail`, as in the tutorial, so that the alarm on failed executions calls the second tier.
 *
 * An input with a `fixture` takes its case from a Pass, to try the workflow out without a case of one's own.
 *
 * @see https://aws.amazon.com/getting-started/hands-on/create-a-serverless-workflow-step-functions-lambda/
 */
export function supportCase(functionArn: FunctionArn) {
  const { lambda } = lambdaTasks(functionArn, UNMENDABLE_ERRORS);
  return workflow({
    Comment: 'Works on a support case until it is resolved or escalated',
    QueryLanguage: 'JSONata',
    StartAt: 'Is Fixture',
    States: {
      'Is Fixture': {
        Type: 'Choice',
        Choices: [
          { Condition: "{% $states.input.fixture = 'resolved' %}", Next: 'Resolved Fixture' },
          { Condition: "{% $states.input.fixture = 'escalated' %}", Next: 'Escalated Fixture' },
        ],
        Default: 'Open Case',
      },
      'Resolved Fixture': { Type: 'Pass', Output: withCase(FIXTURES.resolved), Next: 'Open Case' },
      'Escalated Fixture': { Type: 'Pass', Output: withCase(FIXTURES.escalated), Next: 'Open Case' },
      'Open Case': { ...lambda('support-case/open-case'), Next: 'Assign Case' },
      'Assign Case': { ...lambda('support-case/assign-case'), Next: 'Work on Case' },
      'Work on Case': { ...lambda('support-case/work-on-case'), Next: 'Is Case Resolved' },
      'Is Case Resolved': {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.resolved %}', Next: 'Close Case' },
          { Condition: '{% $states.input.attemptsLeft > 0 %}', Next: 'Work on Case' },
        ],
        Default: 'Escalate Case',
      },
      'Close Case': { ...lambda('support-case/close-case'), End: true },
      'Escalate Case': { ...lambda('support-case/escalate-case'), Next: 'Fail' },
      Fail: {
        Type: 'Fail',
        Error: 'CaseEscalated',
        Cause: "{% 'Engage Tier 2 Support. Case ' & $states.input.caseId & ': ' & $states.input.reason %}",
      },
    },
  });
}

/** The input with the case of a fixture: its tenant, id and request stay. */
function withCase(fixture: JsonObject): Jsonata {
  return `{% $merge([$states.input, ${JSON.stringify(fixture)}]) %}`;
}
