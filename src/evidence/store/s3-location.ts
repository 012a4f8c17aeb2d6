/** A run, or a place for runs, in a bucket. */
export interface S3Location {
  bucket: string;
  /** Without a slash at either end; empty for the bucket itself. */
  prefix: string;
}

/** Reads `s3://bucket/prefix/run`; undefined when the text is no address in S3. */
export function parseS3Location(address: string): S3Location | undefined {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(address);
  if (match === null) return undefined;
  const [, bucket = '', path = ''] = match;
  return { bucket, prefix: path.replace(/^\/+|\/+$/g, '') };
}

/** The address of a location: `s3://bucket/prefix`. */
export function s3Address({ bucket, prefix }: S3Location): string {
  return prefix === '' ? `s3://${bucket}` : `s3://${bucket}/${prefix}`;
}

/** The place of a run below a place for runs. */
export function runLocation({ bucket, prefix }: S3Location, runId: string): S3Location {
  return { bucket, prefix: prefix === '' ? runId : `${prefix}/${runId}` };
}
