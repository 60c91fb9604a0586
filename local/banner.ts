import type { Person } from './identity/people.ts';
import { instantText } from './pages/when.ts';
import { DEFAULT_PORT } from './port.ts';

/** What a started desk tells about itself. */
export interface BannerFacts {
  readonly deskUrl: string;
  readonly awsEndpoint: string;
  readonly stateDir: string;
  readonly people: readonly Person[];
  readonly nowMs: number;
  readonly frozen: boolean;
  /** How long the start took. */
  readonly startedInMs: number;
}

/** The one text printed when the desk is ready: where everything is, who is here, what to try first. */
export function banner(facts: BannerFacts): string {
  const { deskUrl, people, frozen } = facts;
  const isDefault = deskUrl.endsWith(`:${DEFAULT_PORT}`);
  const desk = isDefault ? '' : ` --desk ${deskUrl}`;
  const width = Math.max(...people.map(({ id }) => id.length));
  const person = ({ id, name, about }: Person) => `    ${id.padEnd(width)}  ${name}: ${about}`;
  return `
Casebell is ready (${(facts.startedInMs / 1000).toFixed(1)} s). It is ${instantText(facts.nowMs)} on the desk; time ${frozen ? 'stands still until you move it' : 'runs'}.

  Control room  ${deskUrl}/__local/
  Mailbox       ${deskUrl}/__local/mailbox
  API           ${deskUrl}/v1   (described at ${deskUrl}/v1/openapi.json)
  AWS endpoint  ${facts.awsEndpoint}
  Kept in       ${facts.stateDir}

  People
${people.map(person).join('\n')}

  Try
    TOKEN=$(npx casebell token dana${desk})
    curl -s ${deskUrl}/v1/requests -H "authorization: Bearer $TOKEN"

Stop with Ctrl-C.
`;
}
