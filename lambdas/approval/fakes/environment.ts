import '../../fakes/environment';

/** Variables of the functions of this workflow under test. Import this first: handlers read their environment while they load. */
const variables = {
  APPROVALS_TABLE: 'approvals',
  APPROVER_EMAILS: '["ann@example.com","Bob@example.com"]',
  TOPIC_ARN: 'arn:aws:sns:ap-northeast-1:000000000000:test-blueprint-approvals',
  LINK_KEY_PARAMETER: '/test/blueprint/approval-key',
  API_URL: 'https://api.example.com',
  EXPIRY_SECONDS: '3600',
  REMINDER_SECONDS: '1200',
  TENANT_CLAIM: 'tenant',
};
Object.assign(process.env, variables);

export const { API_URL, TOPIC_ARN, LINK_KEY_PARAMETER } = variables;
export const ANN = 'ann@example.com';
export const BOB = 'Bob@example.com';
