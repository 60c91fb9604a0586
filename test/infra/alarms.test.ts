import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runbookAnchor } from '#infra/constructs/alarms.ts';
import { synthesise } from './assembly.ts';

const runbook = readFileSync('docs/runbook.md', 'utf8');

describe('the alarms', () => {
  const assembly = synthesise();
  const alarms = Object.entries(assembly.ofType('AWS::CloudWatch::Alarm')).map(([path, { Properties }]) => ({
    id: path.replace('Alarms/', ''),
    ...(Properties as { AlarmDescription: string; AlarmActions: unknown[]; TreatMissingData: string }),
  }));
  const articles = runbook.split(/^## /m).slice(1);
  const anchors = articles.map((article) =>
    (article.split('\n')[0] ?? '').toLowerCase().replaceAll(' ', '-'),
  );

  it('are these', () => {
    expect(alarms.map(({ id }) => id)).toEqual([
      'ExecutionsFailed',
      'ExecutionsAborted',
      'ExecutionsTimedOut',
      'OpenExecutions',
      'OverdueRequests',
      'SweeperSilent',
      'UploadSweeperSilent',
      'HotLoops',
      'UndeliveredEvents',
      'StreamBehind',
      'ApiErrors',
      'FunctionErrors',
      'FunctionThrottles',
      'UploadErrors',
      'UploadThrottles',
      'MailFailed',
      'MailBounces',
      'MailComplaints',
      'UploadsFailed',
      'IncompleteUploads',
    ]);
  });

  it('each have an article in the runbook, and each article an alarm', () => {
    expect(anchors).toEqual(alarms.map(({ id }) => runbookAnchor(id)));
  });

  it('each lead to their article', () => {
    for (const { id, AlarmDescription } of alarms) {
      expect(AlarmDescription).toMatch(new RegExp(`^[A-Z].*\\. See docs/runbook\\.md#${runbookAnchor(id)}$`));
    }
  });

  it('have articles that say what it means, how to look and how to mend', () => {
    for (const article of articles) {
      expect(article).toMatch(/\*\*Meaning\.\*\*[\s\S]+\*\*How to look\.\*\*[\s\S]+\*\*How to mend\.\*\*/);
    }
  });

  it('have articles whose links lead somewhere', () => {
    const links = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
  });

  it('tell the operators', () => {
    for (const { AlarmActions } of alarms) {
      expect(AlarmActions).toEqual([{ Ref: expect.stringMatching(/^AlarmTopic/) }]);
    }
    expect(
      Object.values(assembly.ofType('AWS::SNS::Subscription')).map(({ Properties }) => Properties),
    ).toEqual([expect.objectContaining({ Protocol: 'email', Endpoint: 'operators@example.com' })]);
  });

  it('take silence for good news, except for that of the sweepers', () => {
    const loud = alarms.filter(({ TreatMissingData }) => TreatMissingData !== 'notBreaching');
    expect(loud.map(({ id, TreatMissingData }) => [id, TreatMissingData])).toEqual([
      ['SweeperSilent', 'breaching'],
      ['UploadSweeperSilent', 'breaching'],
    ]);
  });

  it.each([
    ['SweeperSilent', 'Sweep', 1800],
    ['UploadSweeperSilent', 'SweepUploads', 7200],
  ])('%s goes off when %s has not run once in %i seconds', (id, sweeper, seconds) => {
    expect(assembly.properties('AWS::CloudWatch::Alarm', `Alarms/${id}`)).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'Invocations',
      Dimensions: [
        {
          Name: 'FunctionName',
          Value: { Ref: expect.stringMatching(new RegExp(`^${sweeper}[0-9A-F]{8}$`)) },
        },
      ],
      Statistic: 'Sum',
      Period: seconds,
      EvaluationPeriods: 1,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
    });
  });

  it('look at how long files wait to be verified in the queue of Lambda, where changes wait in the stream', () => {
    const { Metrics } = Object(assembly.properties('AWS::CloudWatch::Alarm', 'Alarms/StreamBehind'));
    const read = Metrics.filter((metric: object) => 'MetricStat' in metric).map(
      ({ MetricStat }: { MetricStat: { Metric: { MetricName: string } } }) => MetricStat.Metric.MetricName,
    );
    expect(read).toEqual(['IteratorAge', 'IteratorAge', 'AsyncEventAge']);
  });
});
