import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { LONGEST_UPLOAD_DAYS } from '#shared/uploads/limits.ts';

/** The actions that Casebell's functions use; a URL that a function signs has the rights of its role. */
export type ObjectAction =
  | 'PutObject'
  | 'GetObject'
  | 'DeleteObject'
  | 'ListMultipartUploadParts'
  | 'AbortMultipartUpload';

/** Where everything that was uploaded to a request lies, under `sr/<number>/`. */
const OBJECTS = 'sr/*';

/** No URL is good for longer than the hour it is signed for, whatever it says itself (milliseconds). */
const OLDEST_SIGNATURE_MS = 3_600_000;

export interface UploadBucketProps {
  /** The origin of the portal's pages, which send parts; no other page may. */
  readonly origin: string;
}

/** The files of all requests. Browsers and commands send their parts straight to it, with URLs that functions sign. */
export class UploadBucket extends Bucket {
  constructor(scope: Construct, id: string, { origin }: UploadBucketProps) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      cors: [
        {
          allowedOrigins: [origin],
          allowedMethods: [HttpMethods.PUT, HttpMethods.GET],
          allowedHeaders: ['content-type', 'x-amz-checksum-sha256'],
          exposedHeaders: ['ETag', 'x-amz-checksum-sha256'],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [
        {
          id: 'AbortIncomplete',
          // The sweeper aborts them first, and tells of it, 28 days after their begin at the latest; this is for what it
          // does not know of.
          abortIncompleteMultipartUploadAfter: Duration.days(LONGEST_UPLOAD_DAYS + 2),
        },
        {
          id: 'Tier',
          transitions: [
            { storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(0) },
          ],
        },
      ],
      // What is uploaded is never overwritten: each file has a key of its own, and its parts are put together once.
      versioned: false,
      removalPolicy: RemovalPolicy.RETAIN,
    });

    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NoOldSignatures',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:*'],
        resources: [this.arnForObjects('*')],
        conditions: { NumericGreaterThan: { 's3:signatureAge': OLDEST_SIGNATURE_MS } },
      }),
    );
  }

  /** Lets `grantee` do exactly these things to files. */
  allow(grantee: IGrantable, ...actions: ObjectAction[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: actions.map((action) => `s3:${action}`),
        resources: [this.arnForObjects(OBJECTS)],
      }),
    );
  }

  /** Lets `grantee` be told that a file is not there; without it S3 only says that it is not allowed to look. */
  allowAskingFor(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucketArn] }),
    );
  }
}
