import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from './client-settings';
import { tracer } from './observability';

/** Checksums only where S3 demands them: TLS guards the way, and their streaming form would have to be decoded by every reader. */
export const s3 = tracer.captureAWSv3Client(
  new S3Client({
    ...clientSettings,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  }),
);
