import { randomUUID } from 'node:crypto';
import { LOCAL_REGION, localArn } from '#local/cloudformation/local-account.ts';
import { AccessDenied } from '#local/iam/access-denied.ts';
import type { Interpose } from '#local/interpose.ts';
import { bareAddress, fateOf } from './mail.ts';
import type { Mailbox } from './mailbox.ts';
import { outgoingMail } from './outgoing.ts';
import { readQuery } from './query.ts';
import { SesError } from './ses-error.ts';

/** What SES is connected to. */
export interface SesConnections {
  readonly mailbox: Mailbox;
  /** Verified identities: domains and addresses. */
  readonly identities: readonly string[];
  readonly configurationSets: ReadonlySet<string>;
  /** A test's hook around every mail. */
  readonly interpose?: Interpose['send'] | undefined;
}

/** An answer of the AWS Query protocol. */
export interface SesAnswer {
  readonly status: number;
  readonly contentType: 'text/xml';
  readonly body: string;
}

/** The SES API. */
export interface Ses {
  /**
   * Answers one call whose form body is given; never rejects. `authorise` is asked for each resource and throws
   * `AccessDenied` for what the caller's role does not allow.
   */
  call(body: string, authorise: (action: string, resource: string) => void): Promise<SesAnswer>;
}

const ACTIONS = ['SendRawEmail', 'SendEmail'];

/**
 * The sending half of the SES API (Query protocol, version 2010-12-01) for the unmodified SDK client. It
 * refuses what SES refuses: unverified senders, unknown configuration sets, bad tags and addresses, and mail to
 * `reject@`; and it checks the role against the identity and the configuration set, as SES does.
 */
export function createSes(connections: SesConnections): Ses {
  const { mailbox, identities, configurationSets, interpose } = connections;

  async function send(body: string, authorise: Parameters<Ses['call']>[1]): Promise<SesAnswer> {
    const query = readQuery(body);
    if (!ACTIONS.includes(query.action)) {
      throw new SesError('InvalidAction', `The action ${query.action} is not valid for this endpoint.`);
    }
    const mail = await outgoingMail(query);
    const from = bareAddress(mail.from);
    const identity = [from, from.split('@')[1] ?? ''].find((it) => identities.includes(it));
    const set = mail.configurationSet;
    authorise(`ses:${query.action}`, localArn('ses', `identity/${identity ?? from}`));
    if (set !== null) authorise(`ses:${query.action}`, localArn('ses', `configuration-set/${set}`));
    if (set !== null && !configurationSets.has(set)) {
      throw new SesError('ConfigurationSetDoesNotExist', `Configuration set <${set}> does not exist.`);
    }
    if (identity === undefined) {
      const where = `in region ${LOCAL_REGION.toUpperCase()}: ${mail.from}`;
      throw new SesError(
        'MessageRejected',
        `Email address is not verified. The following identities failed the check ${where}`,
      );
    }
    if (mail.to.some((address) => fateOf(address) === 'rejected')) {
      throw new SesError('MessageRejected', 'Message rejected: the address stands for one that SES refuses.');
    }
    const next = () => mailbox.accept(mail);
    const sent = interpose === undefined ? next() : await interpose(mail, next);
    return answered(query.action, sent.id);
  }

  return {
    async call(body, authorise) {
      try {
        return await send(body, authorise);
      } catch (error) {
        return refused(error);
      }
    },
  };
}

function answered(action: string, id: string): SesAnswer {
  const result = `<${action}Result><MessageId>${id}</MessageId></${action}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  const body = `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${result}${metadata}</${action}Response>`;
  return { status: 200, contentType: 'text/xml', body };
}

function refused(error: unknown): SesAnswer {
  const { status, code } = refusal(error);
  const message = error instanceof Error ? error.message : String(error);
  const type = status < 500 ? 'Sender' : 'Receiver';
  const detail = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const body = `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${detail}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
  return { status, contentType: 'text/xml', body };
}

function refusal(error: unknown): { status: number; code: string } {
  if (error instanceof SesError) return error;
  return error instanceof AccessDenied
    ? { status: 403, code: 'AccessDenied' }
    : { status: 500, code: 'InternalFailure' };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
