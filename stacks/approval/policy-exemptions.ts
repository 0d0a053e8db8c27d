import type { PolicyExemption } from '../policy-exemption';

export const policyExemptions: readonly PolicyExemption[] = [
  {
    rules: ['api-route-authorized', 'CKV_AWS_309'],
    resources: [
      'aws_apigatewayv2_route.api_http_showApproval-route_*',
      'aws_apigatewayv2_route.api_http_decideApproval-route_*',
    ],
    reason:
      'An approver has no token: the link in their mail is signed, names them and expires, and the function checks it.',
  },
  {
    rules: ['right-used'],
    resources: ['*-approval-remind'],
    reason: 'Reminders and expiries are due after minutes: a run is over before.',
  },
  {
    rules: ['right-used'],
    resources: ['*-approval-request'],
    problems: ['dynamodb:GetItem on *', 'states:SendTask* on *'],
    reason:
      'It answers the Task itself, or reads the row, when the request is a repeat that was decided or stored before.',
  },
];
