import type { JsonObject } from '../stepfunctions';

/**
 * The length in bytes of the body with which AWS gives an answer: without spaces in JSON, with lines and indentation in
 * XML. MiniStack writes both otherwise.
 *
 * @param requestId which is in the body of the query protocol.
 */
export function bodyLength(protocol: 'json' | 'query', output: JsonObject, requestId: string): number {
  return Buffer.byteLength(protocol === 'json' ? JSON.stringify(output) : publishResponse(output, requestId));
}

function publishResponse(output: JsonObject, requestId: string): string {
  const lines = [
    '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">',
    '  <PublishResult>',
    ...Object.entries(output).map(([name, value]) => `    <${name}>${value}</${name}>`),
    '  </PublishResult>',
    '  <ResponseMetadata>',
    `    <RequestId>${requestId}</RequestId>`,
    '  </ResponseMetadata>',
    '</PublishResponse>',
    '',
  ];
  return lines.join('\n');
}
