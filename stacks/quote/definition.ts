import { workflow } from '@blueprint/asl';
import { type FunctionArn, lambdaTasks } from '../constructs/lambda-task';
import { INPUT_FAULTS } from './input-faults';

/** Names of the function's errors that come again however often the state is retried. */
export const UNMENDABLE_ERRORS = ['InvalidEnvironment', 'InvalidEvent'];

/**
 * API Gateway waits 30 s, and then the caller would hear of no execution at all. Two steps of three attempts of 3 s, with 3 s of
 * waiting between them, take 24 s.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const WHOLE_SECONDS = 25;
const ATTEMPT_SECONDS = 3;
const AGAIN = {
  ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
  IntervalSeconds: 1,
  MaxAttempts: 2,
  BackoffRate: 2,
} as const;

/** Callers are told no more of a failure inside: a function's error would show them its stack trace. The log has the rest. */
const OTHERWISE = { ErrorEquals: ['States.ALL'], Next: 'QuoteUnavailable' } as const;

export interface QuoteProps {
  readonly functionArn: FunctionArn;
  /** `<id>.execute-api.<region>.amazonaws.com` */
  readonly apiHost: string;
}

/**
 * What several products cost in a currency. Runs as a synchronous Express workflow: the caller waits for the answer. Where Step
 * Functions itself fails, nobody runs it again but the caller, from the start, so that no step may have an effect: all of
 * them only read, and CalculateQuote computes.
 *
 * Input: what the caller wrote, as it is. A request without `schemaVersion` is one of version 1, also when there are others, so that
 * who leaves it out keeps what he was answered before.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
 */
export function quote({ functionArn, apiHost }: QuoteProps) {
  const { lambda } = lambdaTasks(functionArn, UNMENDABLE_ERRORS);
  return workflow({
    Comment: 'Quotes several products in a currency',
    QueryLanguage: 'JSONata',
    StartAt: 'CheckInput',
    TimeoutSeconds: WHOLE_SECONDS,
    States: {
      CheckInput: {
        Type: 'Choice',
        Choices: INPUT_FAULTS.map((fault) => ({ ...fault, Next: 'InvalidQuote' as const })),
        Output: {
          schemaVersion: 1,
          currency: '{% $states.input.currency %}',
          items: '{% $states.input.items %}',
        },
        Default: 'GetPrices',
      },
      GetPrices: {
        ...lambda('quote/get-prices'),
        TimeoutSeconds: ATTEMPT_SECONDS,
        Retry: [{ ErrorEquals: UNMENDABLE_ERRORS, MaxAttempts: 0 }, AGAIN],
        Catch: [OTHERWISE],
        Output: {
          currency: '{% $states.input.currency %}',
          items: '{% $states.result.Payload.items %}',
          unknown: '{% $states.result.Payload.unknown %}',
        },
        Next: 'CheckPrices',
      },
      CheckPrices: {
        Type: 'Choice',
        Choices: [
          {
            Condition: '{% $count($states.input.unknown) > 0 %}',
            Output: `{% 'there is no product ' & $join($states.input.unknown, ', ') %}`,
            Next: 'InvalidQuote',
          },
        ],
        Default: 'GetRate',
      },
      GetRate: {
        Type: 'Task',
        Resource: 'arn:aws:states:::apigateway:invoke',
        Arguments: {
          ApiEndpoint: apiHost,
          Method: 'GET',
          Path: "{% '/rates/' & $states.input.currency %}",
          AuthType: 'IAM_ROLE',
        },
        TimeoutSeconds: ATTEMPT_SECONDS,
        Retry: [{ ErrorEquals: ['ApiGateway.403', 'ApiGateway.404'], MaxAttempts: 0 }, AGAIN],
        Catch: [
          {
            ErrorEquals: ['ApiGateway.404'],
            Output: "{% 'there is no rate for ' & $states.input.currency %}",
            Next: 'InvalidQuote',
          },
          OTHERWISE,
        ],
        Output: {
          currency: '{% $states.input.currency %}',
          items: '{% $states.input.items %}',
          perEuro: '{% $states.result.ResponseBody.perEuro %}',
          decimals: '{% $states.result.ResponseBody.decimals %}',
        },
        Next: 'CalculateQuote',
      },
      CalculateQuote: { Type: 'Pass', Output: CALCULATION, End: true },
      InvalidQuote: { Type: 'Fail', Error: 'InvalidQuote', Cause: '{% $states.input %}' },
      QuoteUnavailable: {
        Type: 'Fail',
        Error: 'QuoteUnavailable',
        Cause: 'Prices or rates can not be read at the moment. Nothing was stored: ask again.',
      },
    },
  });
}

/** Each line in the currency's smallest unit, rounded half to even, and their sum. */
const CALCULATION = `{% (
  $asked := $states.input;
  $unitsPerCent := $asked.perEuro * $power(10, $asked.decimals - 2);
  $lines := $map($asked.items, function($item) {
    {
      'sku': $item.sku,
      'quantity': $item.quantity,
      'amount': $round($item.quantity * $item.unitCents * $unitsPerCent)
    }
  });
  {
    'currency': $asked.currency,
    'decimals': $asked.decimals,
    'perEuro': $asked.perEuro,
    'lines': [$lines],
    'amount': $sum($lines.amount)
  }
) %}` as const;
