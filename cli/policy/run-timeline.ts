import type { Policy } from '#shared/policy/policy.ts';
import { judge } from './judge.ts';
import { type Life, liveTimeline } from './live-timeline.ts';
import type { Failure } from './shown.ts';
import type { Timeline } from './timeline.ts';

/** What a test came to; it passed where nothing failed. */
export interface Outcome {
  readonly timeline: Timeline;
  readonly life: Life;
  readonly failures: readonly Failure[];
}

/** Lives a timeline under a policy and judges it. Pure: the same pack and the same test always come to the same. */
export function runTimeline(policy: Policy, timeline: Timeline): Outcome {
  const life = liveTimeline(policy, timeline);
  const failures = [...life.failures, ...judge({ policy, cast: timeline.cast, life }, timeline.expect)];
  return { timeline, life, failures };
}
