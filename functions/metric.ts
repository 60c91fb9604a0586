import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** What the alarms and the dashboard count; each is one number in the namespace Casebell, by way of the log. */
export type MetricName =
  | 'OverdueRequests'
  | 'HotLoop'
  | 'MailSent'
  | 'MailFailed'
  | 'MailBounced'
  | 'MailComplained';

/** Counts something, at once: nothing is held back that a crash could lose. */
export function countMetric(name: MetricName, value: number): void {
  const metrics = new Metrics({ namespace: 'Casebell' });
  metrics.addMetric(name, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}
