import type * as z from 'zod/mini';

/** What a route takes and gives. */
export interface Operation {
  readonly id: string;
  readonly summary: string;
  /** What the summary has no room for. */
  readonly description?: string;
  readonly params: z.ZodMiniType;
  readonly query: z.ZodMiniType;
  readonly body: z.ZodMiniType | null;
  readonly status: 200 | 201 | 202;
  /** The status where what the call would make is there and complete already; the answer then is that. */
  readonly statusIfComplete?: 200;
  readonly answer: z.ZodMiniType;
  /** The media type of the answer, where it is not JSON. */
  readonly content?: string;
  /** Takes its body as a form too (`application/x-www-form-urlencoded`); says what its fields are. */
  readonly form?: string;
  /** Answers in lines too, where the caller accepts `text/plain`; says what stands in them. */
  readonly lines?: string;
}
