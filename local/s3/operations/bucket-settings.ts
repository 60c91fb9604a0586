import { LOCAL_REGION } from '#local/cloudformation/local-account.ts';
import { emptyAnswer, type S3Answer, xmlAnswer } from '../answer.ts';
import type { S3Call } from '../call.ts';
import { S3Error } from '../s3-error.ts';
import { type XmlElement, xmlDocument } from '../xml.ts';

/** `HeadBucket` */
export function headBucket(): S3Answer {
  return emptyAnswer(200, {
    'x-amz-bucket-region': LOCAL_REGION,
    'x-amz-access-point-alias': 'false',
  });
}

/** `GetBucketLocation`: us-east-1 is told by saying nothing. */
export function getBucketLocation(): S3Answer {
  const location = xmlDocument('LocationConstraint', []);
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: location };
}

/** `GetBucketVersioning`: never switched on. */
export function getBucketVersioning(): S3Answer {
  return xmlAnswer('VersioningConfiguration', []);
}

/** `GetBucketCors`: the rules that answers follow. */
export function getBucketCors({ bucket }: S3Call): S3Answer {
  const { cors } = bucket.definition;
  if (cors.length === 0) throw new S3Error('NoSuchCORSConfiguration');
  const each = (name: string, values: readonly string[] = []): XmlElement[] =>
    values.map((value) => [name, value]);
  return xmlAnswer(
    'CORSConfiguration',
    cors.map(
      (rule): XmlElement => [
        'CORSRule',
        [
          ['ID', rule.id],
          ...each('AllowedOrigin', rule.allowedOrigins),
          ...each('AllowedMethod', rule.allowedMethods),
          ...each('AllowedHeader', rule.allowedHeaders),
          ...each('ExposeHeader', rule.exposeHeaders),
          ['MaxAgeSeconds', rule.maxAgeSeconds],
        ],
      ],
    ),
  );
}

/** `GetBucketLifecycleConfiguration`: the rules that uploads are ended by. */
export function getBucketLifecycle({ bucket }: S3Call): S3Answer {
  const { lifecycle = [] } = bucket.definition;
  if (lifecycle.length === 0) throw new S3Error('NoSuchLifecycleConfiguration');
  return xmlAnswer(
    'LifecycleConfiguration',
    lifecycle.map(
      ({ id, prefix = '', abortIncompleteAfterDays }): XmlElement => [
        'Rule',
        [
          ['ID', id],
          ['Filter', [['Prefix', prefix]]],
          ['Status', 'Enabled'],
          ['AbortIncompleteMultipartUpload', [['DaysAfterInitiation', abortIncompleteAfterDays]]],
        ],
      ],
    ),
  );
}
