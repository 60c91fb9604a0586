import { readClocks } from '#shared/domain/clocks.ts';
import type { Policy } from '#shared/policy/policy.ts';
import type { Fact } from '#shared/schema/event.ts';
import { toMs } from '#shared/schema/instant.ts';
import type { Actor } from '#shared/schema/person.ts';
import { type Cast, wordFor } from './cast.ts';
import { standAt } from './lived.ts';
import type { Outcome } from './run-timeline.ts';
import { amountText, wholeSecond, writeTime } from './wall-time.ts';

/** The whole life of a test's request: what happened and who did it, the mails, and the clocks at the end. */
export function lifeLines({ timeline: { cast }, life }: Outcome, policy: Policy): string[] {
  const { zone } = cast.customer;
  const time = (at: number) => writeTime(at, zone);
  if (life.moments.length === 0) return [];
  const happened = life.moments.flatMap(({ at, events, mails }) => [
    ...events.map(({ by, fact }) => [time(at), actorWord(by, cast), factText(fact, cast)]),
    ...mails.map(({ to, content }) => ['', 'mail', `${content.kind} to ${wordFor(to.email, cast)}`]),
  ]);
  const { request, now } = standAt({ policy, cast, life }, undefined);
  const clocks = readClocks(request, policy, now).map(({ name, state, due, remainingMs }) => [
    time(now),
    'clock',
    [
      `${name} ${state}`,
      due === null ? [] : `due ${time(due)}`,
      remainingMs === null ? [] : `${amountText(wholeSecond(remainingMs))} left`,
    ]
      .flat()
      .join(', '),
  ]);
  const next = life.next ? [[time(life.next.at), 'next', life.next.step]] : [];
  const rows = [...happened, ...clocks, ...next];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(
    ([at = '', who = '', what = '']) =>
      `          ${at.padEnd(widths[0] ?? 0)}  ${who.padEnd(widths[1] ?? 0)}  ${what}`,
  );
}

function actorWord(by: Actor, cast: Cast): string {
  return by.kind === 'workflow' ? 'desk' : wordFor(by.email, cast);
}

/** A fact by its name, and by what of it timelines speak of. */
function factText(fact: Fact, cast: Cast): string {
  const words = fact.type.replaceAll(/(?<=.)[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  const details = detailsOf(fact, cast);
  return details === '' ? words : `${words}: ${details}`;
}

function detailsOf(fact: Fact, cast: Cast): string {
  const due = (dueAt: string) => `due ${writeTime(toMs(dueAt), cast.customer.zone)}`;
  const told = (emails: readonly string[]) =>
    `told ${emails.map((email) => wordFor(email, cast)).join(', ') || 'nobody'}`;
  switch (fact.type) {
    case 'RequestFiled':
      return `${fact.requestType}, ${[fact.offering, ...fact.addOns].join(' + ')}, severity ${fact.severity}`;
    case 'EngineerAssigned':
    case 'EngineerReassigned':
      return wordFor(fact.engineer.email, cast);
    case 'PhoneContactLogged':
      return `${fact.direction}, ${fact.reached ? 'reached' : 'not reached'}`;
    case 'SeverityChanged':
      return `${fact.from} to ${fact.to}`;
    case 'ContractChanged':
      return `${fact.from.offering} to ${[fact.to.offering, ...fact.to.addOns].join(' + ')}`;
    case 'RequestClosed':
      return fact.reason;
    case 'EscalationRouted':
      return told(fact.told);
    case 'EscalationEngineerNamed':
      return `${wordFor(fact.engineer.email, cast)}, next update ${due(fact.nextUpdateAt)}`;
    case 'EscalationUpdateGiven':
      return `next one ${due(fact.nextUpdateAt)}`;
    case 'TargetWarned':
      return `${fact.clock} at ${fact.threshold}, ${due(fact.dueAt)}, ${told(fact.told)}`;
    case 'TargetMissed':
      return `${fact.clock}, ${due(fact.dueAt)}, ${told(fact.told)}`;
    case 'UpdateReminded':
      return `${due(fact.dueAt)}, ${told(fact.told)}`;
    case 'CustomerContacted':
      return `attempt ${fact.attempt}`;
    case 'MailBounced':
      return `to ${wordFor(fact.recipient, cast)}${fact.attempt === null ? '' : `, contact attempt ${fact.attempt}`}`;
    default:
      return '';
  }
}
