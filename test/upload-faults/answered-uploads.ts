import type { HttpAnswer } from '#local/api-gateway/answer.ts';

/** An upload that an answer of the desk tells of. */
export interface AnsweredUpload {
  readonly id: string;
  readonly number: string;
  readonly state: string;
}

/** The uploads in an answer, as JSON or as the lines that the script reads. */
export function answeredUploads({ status, body }: HttpAnswer): AnsweredUpload[] {
  if (status >= 300) return [];
  const text = body.toString();
  if (!text.startsWith('{')) {
    const line = (key: string) => new RegExp(`^${key} (.+)$`, 'm').exec(text)?.[1];
    return uploadIn({ id: line('id'), number: line('number'), state: line('state') });
  }
  const answer = JSON.parse(text);
  return Array.isArray(answer.items) ? answer.items.flatMap(uploadIn) : uploadIn(answer);
}

function uploadIn({ id, number, state }: Partial<Record<keyof AnsweredUpload, unknown>>): AnsweredUpload[] {
  if (typeof id !== 'string' || typeof number !== 'string' || typeof state !== 'string') return [];
  return [{ id, number, state }];
}
