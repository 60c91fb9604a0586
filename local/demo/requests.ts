import { connectDesk, type DeskClient } from '#cli/story/desk-client.ts';

/** What a person does to a demo request. */
interface Step {
  readonly person: string;
  /** From the instant it is done at (epoch ms): promises lie ahead of it. */
  readonly action: (now: number) => Record<string, unknown>;
}

interface DemoRequest {
  readonly person: string;
  readonly form: Record<string, unknown>;
  readonly steps: readonly Step[];
}

const HOUR_MS = 3_600_000;
const assign = (engineer: string): Step => ({
  person: 'rita',
  action: () => ({ action: 'assign', engineer }),
});
const ANA = 'ana.lopez@vendor.example';
const KENJI = 'kenji.sato@vendor.example';

/** One request of each kind a desk has on its table: new, worked on, waiting for a customer, escalated. */
const REQUESTS: readonly DemoRequest[] = [
  {
    person: 'dana',
    form: {
      contractId: 'NW-PREMIUM',
      type: 'technical',
      severity: 2,
      subject: 'Lens Server answers slowly after the update',
      description: 'Since 4.2 a search takes eight seconds where it took one.',
      product: 'Lens Server',
    },
    steps: [],
  },
  {
    person: 'li',
    form: {
      contractId: 'NW-STANDARD',
      type: 'technical',
      severity: 3,
      subject: '归档服务导出的文件名乱码',
      description: '导出到 Windows 后，中文文件名显示为乱码。',
      product: 'Lens Archive',
    },
    steps: [assign(KENJI)],
  },
  {
    person: 'mori',
    form: {
      contractId: 'NW-STANDARD',
      type: 'technical',
      severity: 2,
      subject: '夜間にアーカイブが停止する',
      description: '毎晩 2 時ごろにサービスが停止します。',
      product: 'Lens Archive',
    },
    steps: [
      assign(KENJI),
      {
        person: 'kenji',
        action: () => ({ action: 'await-customer', text: '停止した夜の診断ログをお送りください。' }),
      },
    ],
  },
  {
    person: 'dana',
    form: {
      contractId: 'NW-PREMIUM',
      type: 'technical',
      severity: 1,
      subject: 'Lens Server does not start after the upgrade',
      description: 'The upgrade to 4.2 ended with an error, and the service does not come up any more.',
      businessImpact: 'No clinic can open images.',
      product: 'Lens Server',
      reachableContact: 'Dana Fox, +1 212 555 0142',
    },
    steps: [
      assign(ANA),
      { person: 'ana', action: () => ({ action: 'comment', text: 'I am looking at the upgrade log now.' }) },
      {
        person: 'dana',
        action: () => ({
          action: 'escalate',
          reason: 'production-down',
          answers: {
            problemStatementRight: 'Yes: the service has not started since the upgrade.',
            businessImpactAccurate: 'Yes: eleven clinics cannot open images.',
            workaroundsUnfit: 'Going back to 4.1 would lose two days of images.',
            milestonesRecorded: 'Clinics open at 08:00; surgery planning begins at 07:00.',
          },
        }),
      },
      {
        person: 'ingrid',
        action: (now) => ({
          action: 'name-escalation-engineer',
          engineer: ANA,
          plan: 'Restore the index from the snapshot before the upgrade, then repeat the upgrade on a copy.',
          nextUpdateAt: new Date(now + 2 * HOUR_MS).toISOString(),
        }),
      },
    ],
  },
];

/** Files the demo's requests as their people would, over HTTP; again at every start, to the same effect. */
export async function fileDemoRequests(deskUrl: string): Promise<void> {
  const desk = connectDesk(deskUrl);
  const now = Date.parse((await desk.time()).now);
  await Promise.all(REQUESTS.map((request, index) => live(desk, request, `demo-${index + 1}`, now)));
}

async function live(
  desk: DeskClient,
  { person, form, steps }: DemoRequest,
  key: string,
  now: number,
): Promise<void> {
  const { number, status, version } = await desk.file(person, form, key);
  // Filed at an earlier start: what happened since is the reader's own.
  const isNew = (await desk.request('rita', number)).version === version && status === 'filed';
  if (!isNew) return;
  for (const [index, step] of steps.entries()) {
    await desk.act(step.person, number, step.action(now), `${key}-${index + 1}`);
  }
}
