import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { Language } from '#shared/schema/language.ts';
import { GIB, LARGEST_FILE } from '#shared/uploads/limits.ts';

const Domain = z.string('must be a domain name').check(
  z.regex(/^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, {
    error: 'must be a domain name in lower case, such as support.example.com',
    abort: true,
  }),
);

const Address = z.email({ error: 'must be an e-mail address', abort: true });

const LoginPrefix = z
  .string()
  .check(
    z.regex(
      /^(?!.*(?:aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
      'must have letters, digits and hyphens, and none of the words aws, amazon and cognito',
    ),
  );

const Gib = z
  .int('must be a whole number of GiB')
  .check(z.gte(1, 'must be at least 1 GiB'), z.lte(1_000_000_000, 'must be at most 1,000,000,000 GiB'));

/** How much room customers have for files unless the operator says otherwise, and how long files are kept. */
const DEFAULT_UPLOADS = {
  maxFileGiB: 5120,
  perRequestGiB: 10_240,
  perRequestFiles: 1000,
  perAccountGiB: 51_200,
  keepDaysAfterClosing: 90,
  incompleteAlarmGiB: 10_240,
};

const Uploads = z
  .strictObject({
    maxFileGiB: z._default(
      Gib.check(z.lte(LARGEST_FILE / GIB, 'must be at most 20000 GiB, the largest file in parts of 5 GiB')),
      DEFAULT_UPLOADS.maxFileGiB,
    ),
    perRequestGiB: z._default(Gib, DEFAULT_UPLOADS.perRequestGiB),
    /** Counted over the life of a request: files that were aborted or deleted are among them, and those of no bytes. */
    perRequestFiles: z._default(
      z
        .int('must be a whole number of files')
        .check(
          z.gte(1, 'must be at least 1 file'),
          z.lte(1000, 'must be at most 1000 files, or a list of them might not fit into one answer'),
        ),
      DEFAULT_UPLOADS.perRequestFiles,
    ),
    perAccountGiB: z._default(Gib, DEFAULT_UPLOADS.perAccountGiB),
    /** Files of a request are deleted that many days after it was closed; not those under legal hold. */
    keepDaysAfterClosing: z._default(
      z
        .int('must be a whole number of days')
        .check(z.gte(1, 'must be at least 1 day'), z.lte(36_500, 'must be at most 36500 days')),
      DEFAULT_UPLOADS.keepDaysAfterClosing,
    ),
    /** The operators are told when uploads that are not complete announce as much as this. */
    incompleteAlarmGiB: z._default(Gib, DEFAULT_UPLOADS.incompleteAlarmGiB),
  })
  .check(
    z.refine((uploads) => uploads.maxFileGiB <= uploads.perRequestGiB, {
      path: ['perRequestGiB'],
      error: 'must not be less than maxFileGiB, or the largest file would never fit',
    }),
    z.refine((uploads) => uploads.perRequestGiB <= uploads.perAccountGiB, {
      path: ['perAccountGiB'],
      error: 'must not be less than perRequestGiB, or a request could never use what it has',
    }),
  );

/** What an operator decides about a deployment: the content of `casebell.config.yaml`. */
export const Config = z
  .strictObject({
    vendorName: z
      .string('must be a name')
      .check(
        z.trim(),
        z.minLength(1, 'must not be empty'),
        z.maxLength(60, 'must have at most 60 characters'),
      ),
    mailDomain: Domain,
    /** True once the domain's DNS records are in place, so that Cognito may send its codes through SES. */
    mailDomainVerified: z._default(z.boolean('must be true or false'), false),
    sender: Address,
    /** The mailbox that people at the desk read. Answers to mails go there until the desk takes mail itself. */
    replyTo: Address,
    /** What mails are written in; who reads none of these gets the first. */
    languages: z.array(Language, 'must be a list of languages').check(
      z.minLength(1, 'must name at least one language'),
      z.refine((all) => new Set(all).size === all.length, 'must name each language once'),
    ),
    /** A path relative to the project's root. */
    policyPack: z
      .string('must be the path of a policy pack')
      .check(z.regex(/^[\w./-]+\.ya?ml$/, 'must be the path of a YAML file, such as policies/house.yaml')),
    alarmAddress: Address,
    uploads: z._default(Uploads, DEFAULT_UPLOADS),
    /** Where mails link to. Without it they have no links. */
    portalUrl: z.optional(
      z
        .url({ protocol: /^https$/, error: 'must be an https address' })
        .check(z.refine((url) => !url.endsWith('/'), 'must not end with a slash')),
    ),
    customDomain: z.optional(
      z.strictObject({
        name: Domain,
        certificateArn: z
          .string('must be the ARN of a certificate')
          .check(
            z.regex(
              /^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/,
              'must be the ARN of an ACM certificate',
            ),
          ),
      }),
    ),
    /** The first part of the sign-in page's address, unique in its Region. Derived from mailDomain by default. */
    loginPrefix: z.optional(LoginPrefix),
  })
  .check(
    z.refine((config) => config.sender.endsWith(`@${config.mailDomain}`), {
      path: ['sender'],
      error: 'must be an address of mailDomain, because only that domain is verified for sending',
    }),
    z.refine(
      (config) => config.loginPrefix !== undefined || LoginPrefix.safeParse(loginPrefixOf(config)).success,
      {
        path: ['loginPrefix'],
        error: 'must be given, because Cognito does not take the one made of mailDomain',
      },
    ),
  );
export type Config = z.infer<typeof Config>;

/** The first part of the sign-in page's address: as given, or made of the mail domain. */
export function loginPrefixOf({
  loginPrefix,
  mailDomain,
}: {
  readonly loginPrefix?: string | undefined;
  readonly mailDomain: string;
}): string {
  return loginPrefix ?? `desk-${mailDomain.replaceAll('.', '-')}`;
}

/** Says which file is wrong and, on a line for each field, what it must be. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
}

/** Reads and checks a deployment's configuration; a `ConfigInvalid` names every field that is wrong. */
export function readConfig(path: string): Config {
  const file = basename(path);
  const result = Config.safeParse(readYaml(path, file));
  if (result.success) return result.data;

  throw new ConfigInvalid(
    result.error.issues
      .map((issue) => `${file}: ${issue.path.length > 0 ? `${issue.path.join('.')} ` : ''}${describe(issue)}`)
      .join('\n'),
  );
}

function readYaml(path: string, file: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ConfigInvalid(`${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `does not know ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  return issue.message;
}
