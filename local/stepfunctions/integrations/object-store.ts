/** Whose permissions a call is made with: the state machine's role. */
interface AsRole {
  roleArn: string;
}

export interface ObjectLocation {
  bucket: string;
  key: string;
  versionId?: string;
  expectedBucketOwner?: string;
}

export interface ListedObject {
  key: string;
  etag: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since the epoch. */
  lastModified: number;
  storageClass: string;
}

export type WrittenObject = Omit<ObjectLocation, 'versionId'> & AsRole;

/** A bucket's objects under the prefix, without those up to `startAfter`. */
export interface ListObjectsRequest extends AsRole {
  bucket: string;
  prefix?: string;
  startAfter?: string;
  continuationToken?: string;
  expectedBucketOwner?: string;
}

/** One object that is written in parts. */
export interface ObjectUpload {
  /** Each part but the last has 5 MiB at least. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
  part(body: Uint8Array): Promise<void>;
  complete(): Promise<void>;
}

/**
 * Amazon S3, as far as a Distributed Map reads items from it and writes results to it. What the service refuses is a
 * rejected promise whose message becomes the cause of `States.ItemReaderFailed` or `States.ResultWriterFailed`.
 */
export interface ObjectStore {
  /**
   * The bytes of an object in their order, in pieces of some megabytes at most, none fetched long before it is asked for:
   * the object may be larger than memory. All are of one version; rejects when the object is replaced meanwhile.
   */
  get(object: ObjectLocation & AsRole): AsyncIterable<Uint8Array>;
  /** The next objects, in the order of their keys, with the token that leads to those after them. */
  list(request: ListObjectsRequest): Promise<{ objects: ListedObject[]; continuationToken?: string }>;
  put(object: WrittenObject, body: Uint8Array): Promise<void>;
  upload(object: WrittenObject): Promise<ObjectUpload>;
}
