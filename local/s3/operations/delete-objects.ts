import { AccessDenied } from '#local/iam/access-denied.ts';
import { emptyAnswer, type S3Answer, xmlAnswer } from '../answer.ts';
import { objectArn, type S3Call } from '../call.ts';
import { S3Error } from '../s3-error.ts';
import type { XmlElement } from '../xml.ts';
import { childrenNamed, readXml, textOf } from '../xml-reader.ts';

const MOST_KEYS = 1000;
const MOST_BYTES = 2 * 1024 * 1024;

/** `DeleteObject`: gone afterwards, whether it was there or not. */
export async function deleteObject(call: S3Call): Promise<S3Answer> {
  const { request, bucket } = call;
  if (request.headers.has('if-match')) {
    throw new S3Error('NotImplemented', undefined, { Header: 'If-Match' });
  }
  await bucket.store.deleteObject(request.key);
  return emptyAnswer(204);
}

/** `DeleteObjects`: each key is allowed, or refused, on its own. */
export async function deleteObjects(call: S3Call): Promise<S3Answer> {
  const { headers } = call.request;
  if (
    !headers.has('content-md5') &&
    ![...headers.keys()].some((name) => /^x-amz-(checksum-|trailer$)/.test(name))
  ) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5');
  }
  const request = readXml(await call.receiveText(MOST_BYTES), 'Delete');
  const keys = childrenNamed(request, 'Object').map((object) => textOf(object, 'Key'));
  if (keys.length === 0 || keys.length > MOST_KEYS) throw new S3Error('MalformedXML');
  const quiet = textOf(request, 'Quiet') === 'true';
  const results: XmlElement[] = [];
  for (const key of keys) {
    if (key === undefined || key === '') throw new S3Error('MalformedXML');
    const refused = refusal(call, key);
    if (refused !== undefined) results.push(['Error', [['Key', key], ...refused]]);
    else {
      await call.bucket.store.deleteObject(key);
      if (!quiet) results.push(['Deleted', [['Key', key]]]);
    }
  }
  return xmlAnswer('DeleteResult', results);
}

function refusal(call: S3Call, key: string): XmlElement[] | undefined {
  try {
    call.may('s3:DeleteObject', objectArn(call, key));
    return undefined;
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    return [
      ['Code', 'AccessDenied'],
      ['Message', error.message],
    ];
  }
}
