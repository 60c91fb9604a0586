import type { Difference, PublicFact, SeedTables } from './cell.ts';
import { GSS_FACT_TEXTS } from './gss-fact-texts.ts';
import { GSS_OFFERING_TEXTS } from './gss-offering-texts.ts';
import { GSS_SEVERITIES } from './gss-severities.ts';
import { GSS_HOURS, GSS_TARGETS } from './gss-targets.ts';
import { GSS_VALUES } from './gss-values.ts';
import { GSS_WORK_TEXTS } from './gss-work-texts.ts';

/** Where the documents of G differ. */
const DIFFERENCES: readonly Difference[] = [
  {
    row: 'FIL-8',
    about: 'a call back',
    says: { '000': 'within 1 hour', '001': 'within 30 minutes', '003': 'within 1 hour' },
    at: 'callBack.within',
    is: '30m',
    because: '001 is the latest, and the shorter promise keeps both',
  },
  {
    row: 'OFF-1',
    about: 'how complimentary support is given',
    says: { '000': 'by mail', '003': 'on the web' },
    at: 'offerings.complimentary.channels',
    is: ['mail', 'web'],
    because: 'the offering is the same, a year apart; both ways stay open',
  },
  {
    row: 'ACC-5',
    about: 'what the PLA files',
    says: { '000': 'customer-service and technical requests', '003': 'customer-service requests' },
    at: 'facts.roles.pla.duties.requests.en',
    is: 'Files customer-service and technical requests.',
    because: '000 is the later edition of the same guide',
  },
  {
    row: 'OFF-13',
    about: 'support of open source',
    says: { '000': 'sold as Basic, Production and developer support', '003': 'left to the communities' },
    at: 'facts.openSource.majorBranchYears',
    is: 3,
    because: '000 is the later edition of the same guide',
  },
  {
    row: 'ESC-1',
    about: 'whom to ask for an escalation',
    says: {
      '000': 'CSR, TSE, duty manager or regional escalation manager',
      '001': 'the engineer, the duty manager or the regional escalation manager',
      '003': 'CSR, TSE or a technical support manager',
    },
    at: 'facts.escalation.through',
    is: ['csr', 'tse', 'manager', 'rem'],
    because: '000 has all of them',
  },
  {
    row: 'FIL-13',
    about: 'help with SDK and programming interfaces',
    says: {
      '000': 'under Basic and Production the installation only; more in the SDK programme',
      '003': 'the methods and properties of the interfaces as they run, and the installation of the tools',
    },
    at: 'facts.outOfScope.sdk-beyond-installation.instead.en',
    is: 'The SDK support program for vSphere',
    because: '000 is the later edition of the same guide',
  },
  {
    row: 'WRK-8',
    about: 'root-cause analysis',
    says: { '000': 'with Business Critical and Mission Critical', '003': 'named with no offering' },
    at: 'offerings.production.includes',
    is: [
      'product-updates',
      'product-upgrades',
      'remote-support',
      'knowledge-base',
      'source-patches',
      'sdk-installation',
    ],
    because: '000 is the later edition of the same guide',
  },
  {
    row: 'WRK-6',
    about: 'files by mail and on the web',
    says: { '000': '2 GB on the web, 10 MB by mail', '003': '10 MB on the web, the rest by FTP' },
    at: 'facts.mailFileMegabytes',
    is: 10,
    because: 'the desk takes files of any size on the web; only the limit of mail is left',
  },
];

const inPublic = (row: string, says: string, at: string, is: unknown): PublicFact => ({
  row,
  says,
  at,
  is,
  source: 'public-tables',
});
const business = (within: string) => ({ within, calendar: 'business' });

/** What the vendor's public tables add to the guides. */
const IN_PUBLIC: readonly PublicFact[] = [
  inPublic('ACC-4', 'at most 6 SAs on Production', 'offerings.production.administrators', 6),
  inPublic('ACC-4', 'at most 4 SAs on Basic', 'offerings.basic.administrators', 4),
  inPublic('OFF-2', 'Production 2: 4 business hours', 'offerings.production.firstResponse.2', business('4h')),
  inPublic('OFF-2', 'Production 3: 8 business hours', 'offerings.production.firstResponse.3', business('8h')),
  inPublic(
    'OFF-2',
    'Production 4: 12 business hours',
    'offerings.production.firstResponse.4',
    business('12h'),
  ),
  inPublic('OFF-2', 'Basic 2: 8 business hours', 'offerings.basic.firstResponse.2', '8h'),
  inPublic('OFF-2', 'Basic 3: 12 business hours', 'offerings.basic.firstResponse.3', '12h'),
  inPublic('OFF-2', 'Basic 4: 12 business hours', 'offerings.basic.firstResponse.4', '12h'),
  ...[1, 3, 5].map((count) =>
    inPublic(
      'OFF-10',
      `a pack of ${count} is valid for a year`,
      `offerings.incident-pack-${count}.incidents.validFor`,
      '365d',
    ),
  ),
];

/** Everything transcribed from 000, 001, 002 and 003. */
export const GSS: SeedTables = {
  hours: GSS_HOURS,
  targets: GSS_TARGETS,
  cells: GSS_VALUES,
  terms: [...GSS_SEVERITIES, ...GSS_OFFERING_TEXTS, ...GSS_FACT_TEXTS, ...GSS_WORK_TEXTS],
  differences: DIFFERENCES,
  inPublic: IN_PUBLIC,
  withoutTarget: ['fusion-subscription', 'complimentary', 'evaluation', 'beta'],
};
