import { Refused } from '#test/support/desk-caller.ts';
import type { FaultedDesk } from './faulted-desk.ts';
import type { Content } from './shared-bytes.ts';

/** Refusals that are right: parts are missing, or the upload ended meanwhile. */
const RIGHT = ['PartsMissing', 'UploadEnded', 'RequestChanged'];

/** And these, where the upload may be of what the file was made into. */
const RIGHT_OF_ANOTHER = ['AlreadyComplete', 'DigestMismatch'];

/** Says twice at the same moment that an upload is complete, whatever its client does; what is wrong about the answers. */
export async function completeTwice(
  desk: FaultedDesk,
  id: string,
  { digest }: Content,
  isChanged: boolean,
): Promise<string[]> {
  const right = isChanged ? [...RIGHT, ...RIGHT_OF_ANOTHER] : RIGHT;
  const answers = await Promise.allSettled([desk.dana.complete(id, digest), desk.dana.complete(id, digest)]);
  return answers.flatMap((answer) => {
    if (answer.status === 'fulfilled') {
      desk.tally.add(`completions beside the client ${answer.value.state}`);
      return [];
    }
    const code = answer.reason instanceof Refused ? answer.reason.code : 'without answer';
    desk.tally.add(`completions beside the client ${code}`);
    return answer.reason instanceof Refused && !right.includes(code)
      ? [`a completion beside the client was refused with ${code}`]
      : [];
  });
}
