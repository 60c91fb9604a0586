import { DEMO_DIRECTORY } from '#local/demo/directory.ts';
import { type Html, html, joined } from './html.ts';
import type { RequestRecord } from './records.ts';

/** Shell examples that work as they are on this desk, ready to copy; staff's name a request that is open now. */
export function examples(deskUrl: string, records: readonly RequestRecord[]): Html {
  const example = ({ title, shell }: Example, index: number) =>
    html`<div class="copy"><h3>${title}</h3><button type="button" data-copy data-key="x${index}" aria-label="Copy: ${title}">Copy</button><pre tabindex="0"><code>${shell}</code></pre></div>`;
  const all = [...customerExamples(deskUrl), ...staffExamples(deskUrl, records)];
  return html`<h2>Talk to the desk from a shell</h2>
<p>Everybody signs in with a bearer token, good for 30 days of the desk’s time.</p>
${joined(all.map(example))}`;
}

interface Example {
  readonly title: string;
  readonly shell: string;
}

const [contract] = DEMO_DIRECTORY.contracts;

const EXAMPLE_REQUEST = {
  contractId: contract?.contractId ?? '',
  type: 'technical',
  severity: 2,
  product: contract?.products[0] ?? '',
  subject: 'Import stops after an hour',
  description: 'Since this morning every import stops after an hour without a message.',
};

/** The first one needs nothing before it. */
function customerExamples(deskUrl: string): Example[] {
  return [
    {
      title: 'Become Dana, a customer',
      shell: `DESK=${deskUrl}\nTOKEN=$(npx casebell token dana --desk $DESK)`,
    },
    {
      title: 'Become Dana without the command line tool',
      shell: `TOKEN=$(curl -s $DESK/__local/identity/token -H 'content-type: application/json' \\\n  -d '{"person":"dana"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`,
    },
    {
      title: 'File a request',
      shell: `curl -s $DESK/v1/requests -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\\n  -d '${JSON.stringify(EXAMPLE_REQUEST)}'`,
    },
    {
      title: 'See your requests',
      shell: `curl -s $DESK/v1/requests -H "authorization: Bearer $TOKEN"`,
    },
    {
      title: 'See what a request may contain',
      shell: `curl -s $DESK/v1/openapi.json`,
    },
    {
      title: 'Let a day pass',
      shell: `curl -s $DESK/__local/time -H 'content-type: application/json' -d '{"advance":"P1D"}'`,
    },
  ];
}

const ANA = 'ana.lopez@vendor.example';

/** Each needs nothing before it. Rita is given what nobody owns, Ana answers what is hers, as far as there is such. */
function staffExamples(deskUrl: string, records: readonly RequestRecord[]): Example[] {
  const open = records.map(({ summary }) => summary).filter(({ status }) => status !== 'closed');
  const unowned = open.find(({ owner }) => owner === null);
  const toAssign = unowned ?? open[0];
  const toAnswer = open.find(({ owner }) => owner?.email === ANA) ?? toAssign;
  const become = (who: 'rita' | 'ana') =>
    `DESK=${deskUrl}\n${who.toUpperCase()}=$(npx casebell token ${who} --desk $DESK)`;
  const act = (number: string | undefined, token: string, action: object) =>
    `curl -s $DESK/v1/requests/${number ?? 'NUMBER'}/actions -H "authorization: Bearer $${token}" -H 'content-type: application/json' \\\n  -d '${JSON.stringify(action)}'`;
  return [
    {
      title: 'See the queue as Rita, who assigns requests',
      shell: `${become('rita')}\ncurl -s "$DESK/v1/requests?scope=queue" -H "authorization: Bearer $RITA"`,
    },
    {
      title: `Assign a request to Ana as Rita${unowned === undefined ? ' (file one first: none waits for an owner)' : ''}`,
      shell: `${become('rita')}\n${act(toAssign?.number, 'RITA', { action: 'assign', engineer: ANA })}`,
    },
    {
      title: 'Answer a request as Ana',
      shell: `${become('ana')}\n${act(toAnswer?.number, 'ANA', { action: 'comment', text: 'Thank you, I am looking into it now.' })}`,
    },
  ];
}
