/** Where blobs are when they are in an object store. */

export interface S3Location {
  readonly bucket: string;
  /** Before every object's key; '' or ending with a slash. */
  readonly prefix: string;
  /** Absent: Amazon's, by region. */
  readonly endpoint: string | undefined;
  readonly region: string;
}

const usualRegion = 'us-east-1';

/**
 * `s3://bucket`, `s3://bucket/folder?endpoint=https://store.example&region=eu-north-1`. Undefined when it is nothing
 * of the kind; credentials never stand in it.
 */
export function readS3Url(url: string): S3Location | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, pathname, searchParams, username, password, port, hash } = new URL(url);
  if (protocol !== 's3:' || [username, password, port, hash].some((part) => part !== '')) return undefined;
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(hostname)) return undefined;
  const known = ['endpoint', 'region'];
  if ([...searchParams.keys()].some((name) => !known.includes(name))) return undefined;
  const folder = pathname.replace(/^\/+|\/+$/g, '');
  if (!/^[\w!.'()/-]*$/.test(folder)) return undefined;
  const endpoint = searchParams.get('endpoint') ?? undefined;
  if (endpoint !== undefined && !/^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : '')) {
    return undefined;
  }
  return {
    bucket: hostname,
    prefix: folder === '' ? '' : `${folder}/`,
    endpoint,
    region: searchParams.get('region') ?? process.env['AWS_REGION'] ?? usualRegion,
  };
}
