import { applyFacts } from '#shared/domain/apply-facts.ts';
import { decide } from '#shared/domain/decide.ts';
import { decideDue } from '#shared/domain/decide-due.ts';
import { decideFile } from '#shared/domain/decide-file.ts';
import type { Decision } from '#shared/domain/decision.ts';
import { type Due, duesOf, type Planned, plan, planView } from '#shared/domain/plan.ts';
import type { RefusalCode } from '#shared/domain/refusals.ts';
import { durationMs } from '#shared/policy/duration.ts';
import type { Policy } from '#shared/policy/policy.ts';
import type { FileRequest } from '#shared/schema/action.ts';
import type { Fact } from '#shared/schema/event.ts';
import { type Instant, toInstant, toMs } from '#shared/schema/instant.ts';
import type { MailKind } from '#shared/schema/mail.ts';
import type { Actor } from '#shared/schema/person.ts';
import type { SupportRequest } from '#shared/schema/request.ts';
import { type Cast, contractOn } from './cast.ts';
import type { Act } from './deed.ts';
import type { Moment } from './moment.ts';

/** More looks than any request needs: a wait of fourteen years, all that the zone data cover, has 731. */
const MOST_LOOKS = 1_500;

/** The desk went round in circles; the message says doing what. */
export class EndlessTimeline extends Error {
  override readonly name = 'EndlessTimeline';
}

const NUMBER = '26123456787';
const WORKFLOW: Actor = { kind: 'workflow' };

/**
 * A desk with one request, whose time goes as far as it is told. What its workflow does it does by the plan, at the
 * instants the plan names: there are no rules here.
 */
export class DeskInTime {
  readonly #policy: Policy;
  readonly #cast: Cast;
  readonly #moments: Moment[] = [];
  #now: number;
  /** When the customer was last invited to a survey, for this request or another; epoch ms. */
  #invitedAt: number | null;
  #looks = 0;

  constructor(policy: Policy, cast: Cast, now: number, invitedAt: number | null) {
    this.#policy = policy;
    this.#cast = cast;
    this.#now = now;
    this.#invitedAt = invitedAt;
  }

  get moments(): readonly Moment[] {
    return this.#moments;
  }

  /** The request as it is now; null before it is filed. */
  get request(): SupportRequest | null {
    return this.#moments.at(-1)?.request ?? null;
  }

  /** Files the request; the code where it is refused. */
  file(form: FileRequest, offering: string, addOns: readonly string[], actor: Actor): RefusalCode | null {
    const { customer } = this.#cast;
    const contract = contractOn(offering, addOns, customer);
    const now = toInstant(this.#now);
    return this.#take(
      decideFile(form, { now, actor, policy: this.#policy, contact: customer, contract, number: NUMBER }),
      actor,
    );
  }

  /** Does what a person does; the code where it is refused. */
  act({ action, actor, relation, contract }: Act): RefusalCode | null {
    const situation = { now: toInstant(this.#now), actor, relation, policy: this.#policy, contract };
    return this.#take(decide(this.#filed(), action, { ...situation, staff: this.#staff }), actor);
  }

  /** Notes that the confirmation mail has left; nothing under a pack that does not promise it. */
  confirm(): boolean {
    const mailId = this.#mailsToCustomer('request-filed')[0]?.id;
    const { marks } = this.#filed();
    if (!mailId || !this.#policy.pack.confirmationMail || marks.some(({ type }) => type === 'confirmed'))
      return false;
    this.#apply([{ type: 'ConfirmationSent', mailId }], WORKFLOW);
    return true;
  }

  /** Notes that the last mail to the customer, of any kind or of one, came back; false where there is none. */
  bounce(kind: MailKind | undefined): boolean {
    const back = new Set(
      this.#moments.flatMap(({ events }) =>
        events.map(({ fact }) => (fact.type === 'MailBounced' ? fact.mailId : '')),
      ),
    );
    const mail = this.#mailsToCustomer(kind).findLast(({ id }) => !back.has(id));
    if (!mail) return false;
    const request = this.#filed();
    const attempt =
      'silence' in request ? request.silence.attempts.find(({ mailId }) => mailId === mail.id) : undefined;
    const fact = { type: 'MailBounced', mailId: mail.id, recipient: mail.to.email } as const;
    this.#apply([{ ...fact, attempt: attempt?.attempt ?? null }], WORKFLOW);
    return true;
  }

  /** Lets time go on, with all that the workflow does in it: before `until` (epoch ms), or at it too. */
  liveUntil(until: number, end: 'before' | 'at'): void {
    for (;;) {
      const planned = this.#next();
      if (planned.due) {
        const situation = { staff: this.#staff, lastInvitedAt: this.#recentInvitation() };
        this.#take(decideDue(this.#filed(), planned.due, situation), WORKFLOW);
        continue;
      }
      const next = toMs(planned.dueAt);
      if (planned.step === 'Done' || next > until || (next === until && end === 'before')) break;
      this.#now = next;
    }
    this.#now = Math.max(this.#now, until);
  }

  /** The next step of the workflow if nothing else happens; null when there is none. */
  nextDue(): Due | null {
    const dues = duesOf(planView(this.#filed(), this.#policy), this.#policy, this.#now);
    return dues.sort((a, b) => a.at - b.at)[0] ?? null;
  }

  /** What the workflow does now, or waits for. */
  #next(): Planned {
    const planned = plan(planView(this.#filed(), this.#policy), this.#policy, this.#now);
    if (this.#looks++ < MOST_LOOKS) return planned;
    throw new EndlessTimeline(
      `the desk does not come to rest: after ${MOST_LOOKS} looks it is still at ${toInstant(this.#now)}, at ${planned.actionId || planned.step}`,
    );
  }

  get #staff() {
    return [...this.#cast.staff.values()];
  }

  #filed(): SupportRequest {
    if (this.request) return this.request;
    throw new Error('Nothing happens to a request before it is filed.');
  }

  /** What the desk keeps for each contact: an invitation within the pack's span before now (CLO-5). */
  #recentInvitation(): Instant | null {
    const span = durationMs(this.#policy.pack.closing.survey.atMostEvery);
    const last = this.#invitedAt;
    return last !== null && this.#now - last < span ? toInstant(last) : null;
  }

  #mailsToCustomer(kind?: MailKind) {
    return this.#moments
      .flatMap(({ mails }) => mails)
      .filter(
        ({ to, content }) => to.email === this.#cast.customer.email && (!kind || content.kind === kind),
      );
  }

  #take(decision: Decision, by: Actor): RefusalCode | null {
    if (!decision.ok) return decision.refusal;
    this.#apply(decision.facts, by);
    return null;
  }

  #apply(facts: readonly Fact[], by: Actor): void {
    const at = toInstant(this.#now);
    const { after, events, mails } = applyFacts(this.request, facts, by, at, this.#policy, this.#staff);
    if (facts.some(({ type }) => type === 'SurveyInvited')) this.#invitedAt = this.#now;
    this.#moments.push({ at: this.#now, request: after, events, mails });
  }
}
