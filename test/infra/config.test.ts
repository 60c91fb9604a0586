import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { casebellApp } from '#infra/casebell-app.ts';
import { readConfig } from '#infra/config.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

const good = {
  vendorName: 'Example Software',
  mailDomain: 'support.example.com',
  sender: 'desk@support.example.com',
  languages: ['en', 'ja'],
  policyPack: 'policies/house.yaml',
  alarmAddress: 'operators@example.com',
  replyTo: 'support@example.com',
};

/** Reads a configuration that was written for the occasion. */
function read(content: unknown) {
  return withTemporaryFolder((folder) => readConfig(write(folder, content)));
}

function write(folder: string, content: unknown): string {
  const path = join(folder, 'casebell.config.yaml');
  // JSON is YAML.
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('casebell.config.yaml', () => {
  it('as delivered can be deployed', () => {
    expect(readConfig('casebell.config.yaml')).toMatchObject({ sender: 'desk@support.example.com' });
  });

  it('needs no more than seven fields', () => {
    expect(read(good)).toEqual({
      ...good,
      mailDomainVerified: false,
      uploads: {
        maxFileGiB: 5120,
        perRequestGiB: 10_240,
        perRequestFiles: 1000,
        perAccountGiB: 51_200,
        keepDaysAfterClosing: 90,
        incompleteAlarmGiB: 10_240,
      },
    });
  });

  it.each([
    [{ vendorName: '' }, 'vendorName must not be empty'],
    [{ vendorName: 7 }, 'vendorName must be a name'],
    [{ vendorName: undefined }, 'vendorName must be a name'],
    [
      { mailDomain: 'Support' },
      'mailDomain must be a domain name in lower case, such as support.example.com',
    ],
    [{ sender: 'desk' }, 'sender must be an e-mail address'],
    [
      { sender: 'desk@example.org' },
      'sender must be an address of mailDomain, because only that domain is verified for sending',
    ],
    [{ languages: [] }, 'languages must name at least one language'],
    [{ languages: ['en', 'en'] }, 'languages must name each language once'],
    [{ languages: ['fr'] }, 'languages.0 must be one of en, zh-Hans, zh-Hant, ja'],
    [{ languages: 'en' }, 'languages must be a list of languages'],
    [{ policyPack: 'house' }, 'policyPack must be the path of a YAML file, such as policies/house.yaml'],
    [{ alarmAddress: 'nobody' }, 'alarmAddress must be an e-mail address'],
    [{ replyTo: undefined }, 'replyTo must be an e-mail address'],
    [
      { mailDomain: 'support.pawsoft.com', sender: 'desk@support.pawsoft.com' },
      'loginPrefix must be given, because Cognito does not take the one made of mailDomain',
    ],
    [{ mailDomainVerified: 'yes' }, 'mailDomainVerified must be true or false'],
    [{ portalUrl: 'http://desk.example.com' }, 'portalUrl must be an https address'],
    [{ portalUrl: 'https://desk.example.com/' }, 'portalUrl must not end with a slash'],
    [
      { customDomain: { name: 'api.example.com', certificateArn: 'mine' } },
      'customDomain.certificateArn must be the ARN of an ACM certificate',
    ],
    [
      { loginPrefix: 'my-aws-desk' },
      'loginPrefix must have letters, digits and hyphens, and none of the words aws, amazon and cognito',
    ],
    [{ vendor: 'Example' }, 'does not know vendor'],
    [
      { uploads: { maxFileGiB: 20_001, perRequestGiB: 20_001 } },
      'uploads.maxFileGiB must be at most 20000 GiB, the largest file in parts of 5 GiB',
    ],
    [{ uploads: { maxFileGiB: 0 } }, 'uploads.maxFileGiB must be at least 1 GiB'],
    [
      { uploads: { perRequestGiB: 100 } },
      'uploads.perRequestGiB must not be less than maxFileGiB, or the largest file would never fit',
    ],
    [
      { uploads: { perRequestFiles: 1001 } },
      'uploads.perRequestFiles must be at most 1000 files, or a list of them might not fit into one answer',
    ],
    [
      { uploads: { perAccountGiB: 6000 } },
      'uploads.perAccountGiB must not be less than perRequestGiB, or a request could never use what it has',
    ],
    [
      { uploads: { keepDaysAfterClosing: 1.5 } },
      'uploads.keepDaysAfterClosing must be a whole number of days',
    ],
    [{ uploads: { keepDays: 5 } }, 'uploads does not know keepDays'],
  ])('is refused with %j', (wrong, message) => {
    expect(() => read({ ...good, ...wrong })).toThrow(
      expect.objectContaining({ name: 'ConfigInvalid', message: `casebell.config.yaml: ${message}` }),
    );
  });

  it('names everything that is wrong at once', () => {
    expect(() => read({ ...good, sender: 'desk', languages: [] })).toThrow(
      'casebell.config.yaml: sender must be an e-mail address\ncasebell.config.yaml: languages must name at least one language',
    );
  });

  it('is refused when it is no YAML, no object, or not there', () => {
    expect(() => read('a: [b')).toThrow(/^casebell\.config\.yaml: /);
    expect(() => read('just text')).toThrow(/^casebell\.config\.yaml: /);
    expect(() => readConfig('/nowhere/casebell.config.yaml')).toThrow(/^casebell\.config\.yaml: ENOENT/);
  });

  it('is refused when the pack is not there', () => {
    expect(() =>
      withTemporaryFolder((outdir) => {
        const configFile = write(outdir, { ...good, policyPack: 'policies/none.yaml' });
        casebellApp({ outdir, configFile, checked: false });
      }),
    ).toThrow(/policies\/none\.yaml/);
  });
});
