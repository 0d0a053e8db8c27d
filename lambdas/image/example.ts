import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Example, ExampleRun } from '../platform/example';
import type { StoredPicture } from './derive';
import type { Picture } from './inspect';
import { imageId, type Original } from './keys';
import { LONGEST_SIDE, THUMBNAIL_SIDE } from './sides';

const TENANT = 'tenant1';
const [WIDTH, HEIGHT] = [3000, 2000];
/** The camera was held upright. */
const TURNED = 6;
/** Neither row nor error after so long (ms) means that none will come. */
const PATIENCE = 30_000;
const LOOK_MS = 50;

/** A row of `image_results`. */
interface Row {
  readonly status: 'processed' | 'refused';
  readonly original: Picture;
  readonly resized: StoredPicture;
  readonly thumbnail: StoredPicture;
  readonly error?: string;
}

export const example: Example = {
  async run(run) {
    // Only now: the library that draws it is loaded with the module.
    const { samplePhoto } = await import('./sample-photo');
    const photo = await samplePhoto(WIDTH, HEIGHT, TURNED);
    const started = Date.now();
    const row = await outcome(run, await upload(run, 'photo.jpg', photo));
    const ms = Date.now() - started;
    if (row.status !== 'processed') throw new Error(`the photo was ${row.status}: ${JSON.stringify(row)}`);
    const turned = [Math.round((LONGEST_SIDE * HEIGHT) / WIDTH), LONGEST_SIDE] as const;
    const resized = await checked(run, row.resized, 'resized', turned);
    const thumbnail = await checked(run, row.thumbnail, 'thumbnail', [THUMBNAIL_SIDE, THUMBNAIL_SIDE]);
    const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    const refused = await outcome(run, await upload(run, 'drawing.jpg', drawing));
    if (refused.error !== 'UnsupportedImage') throw new Error(`a drawing was not refused: ${JSON.stringify(refused)}`);
    return `${described(row.original)} → ${resized} and ${thumbnail} in ${ms} ms; a drawing was refused`;
  },
};

async function upload(run: ExampleRun, name: string, body: Uint8Array): Promise<Original> {
  const key = `originals/${TENANT}/${name}`;
  const put = new PutObjectCommand({ Bucket: bucketOf(run), Key: key, Body: body });
  const { VersionId: versionId } = await s3Of(run).send(put);
  if (versionId === undefined) throw new Error(`the bucket keeps no versions: ${key} has none`);
  return { key, versionId };
}

/** The row of an original, as soon as it is there. */
async function outcome(run: ExampleRun, original: Original): Promise<Row> {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(run.aws));
  const get = new GetCommand({
    TableName: run.resourceName('image_results'),
    Key: { pk: `IMAGE#${TENANT}`, sk: imageId(original) },
    ConsistentRead: true,
  });
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(LOOK_MS, undefined, { signal: run.signal })) {
    const { Item } = await documents.send(get);
    if (Item) return Item as Row; // as the machine's definition writes it
  }
  throw new Error(`nothing came of ${original.key} within ${PATIENCE / 1000} s: see the executions of image`);
}

/** Whether a derived image is there as its row says it is. */
async function checked(
  run: ExampleRun,
  picture: StoredPicture,
  name: string,
  [width, height]: readonly [number, number],
): Promise<string> {
  const { ContentType, ContentLength } = await s3Of(run).send(
    new HeadObjectCommand({ Bucket: bucketOf(run), Key: picture.key }),
  );
  const found = { width: picture.width, height: picture.height, contentType: ContentType, bytes: ContentLength };
  const expected = { width, height, contentType: picture.contentType, bytes: picture.bytes };
  if (JSON.stringify(found) === JSON.stringify(expected)) return described(picture);
  throw new Error(`the ${name} image is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}

function described({ contentType, width, height, bytes }: Picture): string {
  return `${width} × ${height} ${contentType.slice('image/'.length)} of ${Math.round(bytes / 1024)} KiB`;
}

function s3Of({ aws }: ExampleRun): S3Client {
  return new S3Client({ ...aws, forcePathStyle: true });
}

function bucketOf(run: ExampleRun): string {
  return `${run.resourceName('images')}-${run.environment.account}`;
}
