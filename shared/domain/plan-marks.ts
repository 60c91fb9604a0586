import type { Pack } from '../policy/pack.ts';
import type { Mark } from '../schema/request.ts';

/**
 * The marks a plan can depend on under this pack. A message moves nothing where the pack promises no next reply, and
 * then need not wake the workflow.
 */
export function planMarks(marks: readonly Mark[], pack: Pack): Mark[] {
  const replies = Object.values(pack.offerings).some(({ nextReply }) => nextReply !== undefined);
  return marks.filter(({ type }) => {
    switch (type) {
      case 'asked':
      case 'answered':
        return replies;
      case 'updated':
      case 'silent':
      case 'heard':
        return pack.updates !== undefined;
      case 'confirmed':
        return pack.confirmationMail !== undefined;
      case 'called-back':
        return pack.callBack !== undefined;
      default:
        return true;
    }
  });
}
