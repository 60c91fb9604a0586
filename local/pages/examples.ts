import { DEMO_DIRECTORY } from '#local/demo/directory.ts';
import { type Html, html, joined } from './html.ts';

/** Shell examples that work as they are on this desk, ready to copy. */
export function examples(deskUrl: string): Html {
  const example = ({ title, shell }: { title: string; shell: string }) =>
    html`<div class="copy"><h3>${title}</h3><button type="button" data-copy aria-label="Copy: ${title}">Copy</button><pre tabindex="0"><code>${shell}</code></pre></div>`;
  return html`<h2>Talk to the desk from a shell</h2>
<p>Everybody signs in with a bearer token, good for 30 days of the desk’s time.</p>
${joined(shellExamples(deskUrl).map(example))}`;
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

/** The same examples as text; the first one needs nothing before it. */
function shellExamples(deskUrl: string): { title: string; shell: string }[] {
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
