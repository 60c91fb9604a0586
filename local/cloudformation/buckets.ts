import * as z from 'zod/mini';
import type { AbortRule, BucketDefinition, CorsRule } from '#local/s3/bucket.ts';
import type { Template } from '#local/template.ts';
import { read } from '#shared/schema/read.ts';

const texts = z.array(z.string());

const Cors = z.strictObject({
  AllowedOrigins: texts,
  AllowedMethods: texts,
  AllowedHeaders: z.optional(texts),
  ExposedHeaders: z.optional(texts),
  MaxAge: z.optional(z.coerce.number()),
  Id: z.optional(z.string()),
});

const LifecycleRule = z.strictObject({
  Id: z.optional(z.string()),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: z.optional(z.string()),
  AbortIncompleteMultipartUpload: z.optional(z.object({ DaysAfterInitiation: z.coerce.number() })),
  // Which class an object is stored in changes its price and nothing else.
  Transitions: z.optional(z.unknown()),
});

/** What the local S3 has no part in: it has no versions, no public access, and one owner. */
const Properties = z.strictObject({
  BucketName: z.optional(z.string()),
  BucketEncryption: z.optional(
    z.object({
      ServerSideEncryptionConfiguration: z.array(
        z.object({
          ServerSideEncryptionByDefault: z.object({
            SSEAlgorithm: z.enum(['AES256', 'aws:kms']),
            KMSMasterKeyID: z.optional(z.string()),
          }),
        }),
      ),
    }),
  ),
  CorsConfiguration: z.optional(z.object({ CorsRules: z.array(Cors) })),
  LifecycleConfiguration: z.optional(z.object({ Rules: z.array(LifecycleRule) })),
  OwnershipControls: z.optional(z.unknown()),
  PublicAccessBlockConfiguration: z.optional(z.unknown()),
  Tags: z.optional(z.unknown()),
});

const BucketPolicy = z.object({
  Bucket: z.string(),
  PolicyDocument: z.object({
    Statement: z.array(
      z.looseObject({
        Sid: z.optional(z.string()),
        Effect: z.enum(['Allow', 'Deny']),
        Condition: z.optional(z.record(z.string(), z.record(z.string(), z.unknown()))),
      }),
    ),
  }),
});
type PolicyStatement = z.infer<typeof BucketPolicy>['PolicyDocument']['Statement'][number];

/** Every bucket of the template; throws for one that asks for something that the local S3 does not do. */
export function bucketDefinitions(template: Template): BucketDefinition[] {
  const policies = template
    .resources('AWS::S3::BucketPolicy')
    .map(({ properties }) => BucketPolicy.parse(properties));
  return template.resources('AWS::S3::Bucket').map(({ id, ref, properties }) => {
    const reading = read(Properties, properties, id);
    if (!reading.ok) throw new Error(`Bucket ${id} cannot run here: ${reading.problems.join('; ')}`);
    const { BucketEncryption, CorsConfiguration, LifecycleConfiguration } = reading.value;
    const [encryption] = BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
    const ages = policies
      .filter(({ Bucket }) => Bucket === ref)
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .flatMap((statement) => maxSignatureAge(id, statement));
    return {
      name: ref,
      arn: z.string().parse(template.attribute(id, 'Arn')),
      cors: (CorsConfiguration?.CorsRules ?? []).map(corsRule),
      lifecycle: (LifecycleConfiguration?.Rules ?? []).flatMap(abortRule),
      ...(encryption && { encryption: encryptionOf(encryption.ServerSideEncryptionByDefault) }),
      ...(ages.length > 0 && { maxSignatureAgeMs: Math.min(...ages) }),
    };
  });
}

function corsRule({ AllowedOrigins, AllowedMethods, ...rule }: z.infer<typeof Cors>): CorsRule {
  return {
    allowedOrigins: AllowedOrigins,
    allowedMethods: AllowedMethods,
    ...(rule.Id !== undefined && { id: rule.Id }),
    ...(rule.AllowedHeaders && { allowedHeaders: rule.AllowedHeaders }),
    ...(rule.ExposedHeaders && { exposeHeaders: rule.ExposedHeaders }),
    ...(rule.MaxAge !== undefined && { maxAgeSeconds: rule.MaxAge }),
  };
}

function abortRule(rule: z.infer<typeof LifecycleRule>, index: number): AbortRule[] {
  const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  if (days === undefined || rule.Status === 'Disabled') return [];
  return [
    {
      id: rule.Id ?? `rule-${index + 1}`,
      abortIncompleteAfterDays: days,
      ...(rule.Prefix !== undefined && { prefix: rule.Prefix }),
    },
  ];
}

function encryptionOf({
  SSEAlgorithm,
  KMSMasterKeyID,
}: {
  readonly SSEAlgorithm: 'AES256' | 'aws:kms';
  readonly KMSMasterKeyID?: string | undefined;
}): NonNullable<BucketDefinition['encryption']> {
  return { algorithm: SSEAlgorithm, ...(KMSMasterKeyID !== undefined && { kmsKeyId: KMSMasterKeyID }) };
}

/** Conditions on the connection: what listens on the loopback address has no TLS. */
const ABOUT_TLS = ['aws:SecureTransport', 's3:TlsVersion'];

/** The greatest age of a signature that a statement leaves, in ms; throws for a statement about anything else. */
function maxSignatureAge(bucket: string, { Sid, Effect, Condition = {} }: PolicyStatement): number[] {
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => ({ operator, key, value })),
  );
  const [condition, ...more] = conditions;
  if (Effect === 'Deny' && condition && more.length === 0) {
    const { operator, key, value } = condition;
    if (ABOUT_TLS.includes(key)) return [];
    const age = Number(value);
    if (operator === 'NumericGreaterThan' && key === 's3:signatureAge' && Number.isFinite(age)) return [age];
  }
  throw new Error(
    `The policy of bucket ${bucket} has a statement that the local S3 does not know: ${Sid ?? JSON.stringify(Condition)}`,
  );
}
