/** An error that a service of AWS answered: its code, its message, its HTTP status. */
export class AwsError extends Error {
  override readonly name = 'AwsError';

  constructor(
    readonly code: string,
    message: string,
    readonly statusCode = 400,
    /** The service's, where it has told one. */
    readonly requestId?: string,
  ) {
    super(message);
  }
}

/** Reads the error out of a response of any of AWS's protocols: JSON, REST-JSON or XML. */
export function parseAwsError(
  statusCode: number,
  errorTypeHeader: string | undefined,
  body: string,
  requestId?: string,
): AwsError {
  const json = parseObject(body);
  const code =
    errorTypeHeader ?? textOf(json.__type) ?? textOf(json.code) ?? xmlField(body, 'Code') ?? `Http${statusCode}`;
  const message = textOf(json.message) ?? textOf(json.Message) ?? xmlField(body, 'Message') ?? body.slice(0, 300);
  return new AwsError(code.replace(/^.*#/, '').replace(/:.*$/, ''), message, statusCode, requestId);
}

/** The text of the first `<name>` element; enough for the flat answers of STS, IAM and SNS. */
export function xmlField(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text
    ?.replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;|&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
