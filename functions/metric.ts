import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** What alarms ring by and AWS does not count itself; each is a metric in the namespace Casebell, by way of the log. */
export type MetricName =
  | 'OverdueRequests'
  | 'HotLoop'
  | 'MailFailed'
  | 'UploadFailed'
  | 'IncompleteUploadGiB';

/** Counts something, at once: nothing is held back that a crash could lose. */
export function countMetric(name: MetricName, value: number): void {
  const metrics = new Metrics({ namespace: 'Casebell' });
  metrics.addMetric(name, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}
