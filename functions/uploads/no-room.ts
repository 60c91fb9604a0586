import { amountText } from '#shared/uploads/amount-text.ts';
import { comparedAmounts } from '#shared/uploads/compared-amounts.ts';
import { CasebellError } from '../errors.ts';
import { loadHead } from '../io/load-request.ts';
import { usedByAccount, usedByRequest } from '../io/quotas.ts';
import type { Quota } from '../io/transaction-parts.ts';
import type { FileDeps } from './upload-route.ts';

/** A file that is refused, by its SR and its size (bytes). */
interface Refused {
  readonly number: string;
  readonly size: number;
}

/** The refusal of a file that is larger than any that is taken. */
export function tooLarge(size: number, { limits }: Pick<FileDeps, 'limits'>): CasebellError {
  const [has, most] = comparedAmounts(size, limits.fileBytes);
  return new CasebellError('FileTooLarge', `It has ${has}; the largest one it takes has ${most}.`);
}

/** The refusal of a file that a quota has no room for: what is used up, how much there is of it, and what is left. */
export async function noRoom(
  what: Quota,
  { number, size }: Refused,
  { table, limits }: Pick<FileDeps, 'table' | 'limits'>,
): Promise<CasebellError> {
  if (what === 'account-quota') {
    const request = await loadHead(table, number);
    const { bytes } = request ? await usedByAccount(table, request.accountId) : { bytes: 0 };
    return new CasebellError('AccountQuotaUsed', left(size, limits.accountBytes, bytes, 'an account'));
  }
  const { bytes, files } = await usedByRequest(table, number);
  if (files >= limits.requestFiles) {
    const most = limits.requestFiles.toLocaleString('en-US');
    return new CasebellError('RequestFilesUsed', `It takes ${most}, those that were aborted included.`);
  }
  return new CasebellError('RequestQuotaUsed', left(size, limits.requestBytes, bytes, 'a request'));
}

function left(size: number, limit: number, used: number, whose: string): string {
  const [has, free] = comparedAmounts(size, Math.max(0, limit - used));
  return `It has ${has}; of the ${amountText(limit)} for the files of ${whose}, ${free} are left.`;
}
