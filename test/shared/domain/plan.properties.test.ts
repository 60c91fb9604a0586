import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorise, relationTo } from '#shared/domain/authorise.ts';
import { evolve, toEvents } from '#shared/domain/evolve.ts';
import { LOOK_AGAIN_MS, plan, planView } from '#shared/domain/plan.ts';
import { REFUSALS, type RefusalCode } from '#shared/domain/refusals.ts';
import { allowedActions, requestSummary, requestView, timelineEntry } from '#shared/domain/request-view.ts';
import { ACTION_NAMES } from '#shared/schema/action.ts';
import { toInstant, toMs } from '#shared/schema/instant.ts';
import { MailContent } from '#shared/schema/mail.ts';
import { SupportRequest } from '#shared/schema/request.ts';
import { RequestSummary, RequestView, TimelineEntry } from '#shared/schema/view.ts';
import { CONTRACT, GRACE, staff, WORKFLOW } from '#test/support/people.ts';
import { decided } from '#test/support/requests.ts';
import { ACTORS, actionOf, catchUp, type Life, lives } from '#test/support/requests-random.ts';

const RUNS = { numRuns: 400 };
const DAY = 86_400_000;

function holds(check: (life: Life) => void): void {
  fc.assert(fc.property(lives, check), RUNS);
}

function last({ moments }: Life) {
  const moment = moments[moments.length - 1];
  if (!moment) throw new Error('A life begins with its filing.');
  return moment;
}

describe('for random lives of a request', () => {
  it('no action of the workflow is ever planned twice', () => {
    holds(({ policy, moments }) => {
      const done = new Set<string>();
      for (const { actionId, request, now } of moments) {
        if (actionId !== null) {
          expect(done).not.toContain(actionId);
          done.add(actionId);
        }
        const next = plan(planView(request, policy), policy, now);
        expect(done).not.toContain(next.actionId);
        for (const key of request.fired) expect(next.actionId.endsWith(`/${key}`)).toBe(false);
      }
    });
  });

  it('what is owed at an instant comes to an end, and so does the whole life when nobody does anything', () => {
    holds((life) => {
      let { request, now } = last(life);
      for (let pass = 0; pass < 200; pass++) {
        request = catchUp(request, now, life.policy).at(-1)?.request ?? request;
        const next = plan(planView(request, life.policy), life.policy, now);
        if (next.step === 'Done') {
          expect(request).toMatchObject({ status: 'closed' });
          return;
        }
        expect(next.step).toBe('Wait');
        expect(toMs(next.dueAt)).toBeGreaterThan(now);
        now = toMs(next.dueAt);
      }
      // It waits for a person then, and looks again once a week.
      expect(plan(planView(request, life.policy), life.policy, now).dueAt).toBe(
        toInstant(now + LOOK_AGAIN_MS),
      );
    });
  });

  it('a silent customer leads to a closed request within a month, unless it is escalated', () => {
    holds((life) => {
      let { request, now } = last(life);
      if (!('silence' in request) || request.escalation) return;
      for (const end = now + 31 * DAY; now <= end; ) {
        request = catchUp(request, now, life.policy).at(-1)?.request ?? request;
        if (request.status === 'closed') return;
        now = toMs(plan(planView(request, life.policy), life.policy, now).dueAt);
      }
      expect(request.status).toBe('closed');
    });
  });

  it('a state reads the same after it was stored: what its plan depends on has one written form', () => {
    holds(({ policy, moments }) => {
      for (const { request } of moments) {
        const stored = SupportRequest.parse(JSON.parse(JSON.stringify(request)));
        expect(stored).toEqual(request);
        expect(JSON.stringify(planView(stored, policy))).toBe(JSON.stringify(planView(request, policy)));
      }
    });
  });

  it('what does not change the view does not change the plan, at any instant', () => {
    fc.assert(
      fc.property(lives, fc.array(fc.integer({ min: 0, max: 60 * DAY })), (life, later) => {
        const { request, now } = last(life);
        const [event] = toEvents(
          request.version,
          [{ type: 'InternalNoteAdded', text: 'x' }],
          toInstant(now),
          staff(GRACE),
        );
        if (!event) return;
        const noted = {
          ...evolve(request, event),
          subject: 'Another',
          product: 'Other',
          severity: 1,
        } as SupportRequest;
        expect(JSON.stringify(planView(noted, life.policy))).toBe(
          JSON.stringify(planView(request, life.policy)),
        );
        for (const ms of later) {
          expect(plan(planView(noted, life.policy), life.policy, now + ms)).toEqual(
            plan(planView(request, life.policy), life.policy, now + ms),
          );
        }
      }),
      RUNS,
    );
  });

  it('a wait ends no sooner than it said, and then something is due or it looks again', () => {
    fc.assert(
      fc.property(lives, fc.double({ min: 0, max: 1, noNaN: true }), (life, part) => {
        const { request, now } = last(life);
        const view = planView(catchUp(request, now, life.policy).at(-1)?.request ?? request, life.policy);
        const first = plan(view, life.policy, now);
        if (first.step !== 'Wait') return;
        const due = toMs(first.dueAt);
        expect(due - now).toBeLessThanOrEqual(LOOK_AGAIN_MS);
        const between = now + Math.floor((due - 1 - now) * part);
        const second = plan(view, life.policy, between);
        expect(second.step).toBe('Wait');
        expect(toMs(second.dueAt)).toBeGreaterThanOrEqual(due);
        if (due - now < LOOK_AGAIN_MS) expect(plan(view, life.policy, due).due).not.toBeNull();
      }),
      RUNS,
    );
  });

  it('every state can be shown, listed and mailed', () => {
    holds(({ policy, moments }) => {
      for (const { request, now, applied } of moments) {
        for (const actor of ACTORS) {
          const relation = relationTo(actor, request, [CONTRACT.contractId]);
          RequestView.parse(requestView(request, actor, relation, policy, toInstant(now)));
          for (const event of applied.events) TimelineEntry.parse(timelineEntry(event, actor));
        }
        RequestSummary.parse(requestSummary(request, policy));
        for (const mail of applied.mails) {
          MailContent.parse(mail.content);
          expect(mail.id).toMatch(/^[A-Za-z0-9-]{1,100}$/);
        }
        expect(new Set(applied.mails.map(({ id }) => id)).size).toBe(applied.mails.length);
      }
    });
  });

  it('nobody is written to about what they did themselves, but for the confirmation of a filing', () => {
    holds(({ moments }) => {
      for (const { applied } of moments) {
        const [event] = applied.events;
        const author = event && event.by.kind !== 'workflow' ? event.by.email : '';
        for (const { to, content } of applied.mails) {
          if (content.kind !== 'request-filed') expect(to.email).not.toBe(author);
        }
      }
    });
  });
});

/** Refusals that say that an action does not fit the request's state or the caller's role, whatever its details. */
const OF_STATE: ReadonlySet<RefusalCode> = new Set([
  'NotAllowed',
  'AlreadyAssigned',
  'NotAssigned',
  'RequestClosed',
  'NotClosed',
  'ReopenWindowOver',
  'AlreadyAwaitingCustomer',
  'NothingToConfirm',
  'AlreadyEscalated',
  'NotEscalated',
  'NotLed',
  'DeescalateFirst',
  'EntitlementOver',
  'NeverReopened',
]);

describe('the actions a caller is offered', () => {
  it('are exactly those that are not refused for state or role, in every state and for everybody', () => {
    fc.assert(
      fc.property(lives, fc.nat(11), fc.boolean(), (life, pick, member) => {
        const { request, now } = last(life);
        for (const actor of [...ACTORS, WORKFLOW]) {
          const relation = relationTo(actor, request, member ? [CONTRACT.contractId] : []);
          const allowed = allowedActions(request, actor, relation, life.policy, now);
          for (const name of ACTION_NAMES) {
            // A comment is offered if one of its two kinds is possible.
            const forms = name === 'comment' ? [0, 1] : [pick];
            const possible = forms.some((form) => {
              const action = actionOf(name, form, now);
              const decision = decided(request, action, {
                at: toInstant(now),
                by: actor,
                relation,
                policy: life.policy,
              });
              return decision.ok || !OF_STATE.has(decision.refusal);
            });
            expect([name, allowed.includes(name)]).toEqual([name, possible]);
          }
        }
      }),
      RUNS,
    );
  });

  it('are among those the table allows', () => {
    holds((life) => {
      const { request, now } = last(life);
      for (const actor of ACTORS) {
        const relation = relationTo(actor, request, []);
        for (const name of allowedActions(request, actor, relation, life.policy, now))
          expect(authorise(actor, name, relation)).toBe(true);
      }
    });
  });

  it('each refusal says what is so and what to do, as whole sentences', () => {
    for (const { reason, fix } of Object.values(REFUSALS)) {
      expect(reason).toMatch(/^[A-Z].*\.$/);
      expect(fix).toMatch(/^[A-Z].*\.$/);
    }
  });
});
