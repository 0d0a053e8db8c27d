import type { TimestampFormat } from './model';
import type { Value } from './values';

/** What a text in XML or a header stands for, by the type that the model gives it. */
export function scalar(text: string, type: string): Value {
  switch (type) {
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return Number(text);
    case 'boolean':
      return text === 'true';
    case 'blob':
      return Buffer.from(text, 'base64');
    case 'timestamp':
      return new Date(/^[\d.]+(?:E\d+)?$/.test(text) ? Number(text) * 1000 : text);
    default:
      return text;
  }
}

/** A value without parts as a text of XML, a form or a header. */
export function textOf(value: Value, timestampFormat: TimestampFormat): string {
  if (value instanceof Date) return String(formatTime(value, timestampFormat));
  return Buffer.isBuffer(value) ? value.toString('base64') : String(value);
}

export function formatTime(time: Date, format: TimestampFormat): string | number {
  if (format === 'rfc822') return time.toUTCString();
  return format === 'iso8601' ? time.toISOString() : time.getTime() / 1000;
}
