import type { UploadView } from '#shared/schema/upload.ts';
import { amountText } from '#shared/uploads/amount-text.ts';
import { button, element } from './element.ts';
import { type Row, row } from './row.ts';
import { verifyCommand } from './verify-command.ts';
import { whenText } from './when-text.ts';

/** The states of a file that nobody uploads any more, in words and as good or bad news. */
const WORDS = {
  uploading: ['unfinished', ''],
  verifying: ['checking', ''],
  verified: ['verified', 'good'],
  failed: ['failed', 'bad'],
  aborted: ['given up', ''],
  deleted: ['deleted', ''],
} as const satisfies Record<UploadView['state'], readonly [string, string]>;

/** A file of the request as the desk has it; `download` gets it where it can be had. */
export function fileRow(upload: UploadView, download: () => void): Row {
  const { name, size, state, reason, digest, createdAt, createdBy, verifiedAt } = upload;
  const [words, news] = WORDS[state];
  const made = row(
    state,
    name,
    element(
      'p',
      { class: 'facts-line' },
      element('span', { class: `chip ${news}` }, words),
      element('span', {}, amountText(size)),
      element(
        'span',
        { class: 'soft' },
        `${whenText(verifiedAt ?? createdAt)}${createdBy && `, ${createdBy}`}`,
      ),
    ),
  );
  if (state === 'failed')
    made.element.append(
      element('p', { class: 'problem' }, `${reason ?? 'It could not be verified.'} Upload it again.`),
    );
  if (state === 'verified' && digest !== null)
    made.element.append(
      element('p', { class: 'digest' }, 'Digest ', element('code', {}, digest)),
      element('div', { class: 'buttons' }, button('Download', name, download)),
      element(
        'details',
        {},
        element('summary', {}, 'Compare it with a copy'),
        element('p', {}, 'This recomputes the digest, and says whether the copy is the same file:'),
        element('pre', { class: 'wrap', tabindex: '0' }, element('code', {}, verifyCommand(name, digest))),
      ),
    );
  return made;
}
