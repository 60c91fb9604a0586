import * as z from 'zod/mini';
import type { Operation } from './operation.ts';
import { RequestNumber } from './request-number.ts';
import type { ScriptRouteKey, UploadRouteKey } from './routes.ts';
import {
  CompleteUpload,
  CreateUpload,
  Download,
  IssuedTicket,
  PartPage,
  PartsQuery,
  RevokedTicket,
  SignedParts,
  SignParts,
  TicketList,
  TicketSecret,
  UploadId,
  UploadList,
  UploadView,
} from './upload.ts';

const Empty = z.strictObject({});
const ByNumber = z.strictObject({ number: RequestNumber });
const ById = z.strictObject({ id: UploadId });
const ByTicket = z.strictObject({ ticketId: UploadId });

const UPLOAD_FORM = 'name, size, mtime, fingerprint; anew=true where it is meant';
const UPLOAD_LINES = 'Lines of a key, a blank and its value; what is not known yet has no line';
const PART_LINES =
  'A line for each part: number, size and SHA-256 in hex, with tabs in between; then next, a tab and the `after` of the next page, if there is one';

/** What each route of uploads takes and gives; those with a ticket mean the same as those of a signed-in caller. */
export const UPLOAD_OPERATIONS = {
  'POST /v1/requests/{number}/uploads': {
    id: 'createUpload',
    summary:
      'Begin to upload a file to a support request, or go on with it; one that is complete is answered unless anew',
    params: ByNumber,
    query: Empty,
    body: CreateUpload,
    status: 201,
    statusIfComplete: 200,
    answer: UploadView,
  },
  'GET /v1/requests/{number}/uploads': {
    id: 'listUploads',
    summary: 'The files of a support request, and the uploads under way',
    params: ByNumber,
    query: Empty,
    body: null,
    status: 200,
    answer: UploadList,
  },
  'GET /v1/uploads/{id}': {
    id: 'getUpload',
    summary: 'How far an upload has come',
    params: ById,
    query: Empty,
    body: null,
    status: 200,
    answer: UploadView,
  },
  'DELETE /v1/uploads/{id}': {
    id: 'abortUpload',
    summary: 'Abort an upload; what was sent of it is removed',
    params: ById,
    query: Empty,
    body: null,
    status: 200,
    answer: UploadView,
  },
  'POST /v1/uploads/{id}/parts:sign': {
    id: 'signParts',
    summary: 'URLs to send parts to, straight to the store of files; good for an hour',
    params: ById,
    query: Empty,
    body: SignParts,
    status: 200,
    answer: SignedParts,
  },
  'GET /v1/uploads/{id}/parts': {
    id: 'listParts',
    summary: 'The parts that have arrived, with size and hash',
    params: ById,
    query: PartsQuery,
    body: null,
    status: 200,
    answer: PartPage,
    lines: PART_LINES,
  },
  'POST /v1/uploads/{id}/complete': {
    id: 'completeUpload',
    summary: 'Say that every part was sent: the file is verified next',
    params: ById,
    query: Empty,
    body: CompleteUpload,
    status: 202,
    answer: UploadView,
  },
  'GET /v1/uploads/{id}/download': {
    id: 'downloadFile',
    summary: 'A URL to download a verified file from, for five minutes',
    params: ById,
    query: Empty,
    body: null,
    status: 200,
    answer: Download,
  },
  'POST /v1/requests/{number}/upload-tickets': {
    id: 'issueTicket',
    summary: 'Issue a ticket to upload files to a support request from a host without a browser',
    params: ByNumber,
    query: Empty,
    body: Empty,
    status: 201,
    answer: IssuedTicket,
  },
  'GET /v1/requests/{number}/upload-tickets': {
    id: 'listTickets',
    summary: 'The upload tickets of a support request; never their secrets',
    params: ByNumber,
    query: Empty,
    body: null,
    status: 200,
    answer: TicketList,
  },
  'DELETE /v1/upload-tickets/{ticketId}': {
    id: 'revokeTicket',
    summary: 'Revoke an upload ticket',
    params: ByTicket,
    query: Empty,
    body: null,
    status: 200,
    answer: RevokedTicket,
  },
  'POST /v1/ticket/uploads': {
    id: 'createUploadByTicket',
    summary:
      'Begin to upload a file to the support request of the ticket, or go on with it; one that is complete is answered',
    params: Empty,
    query: Empty,
    body: CreateUpload,
    status: 201,
    statusIfComplete: 200,
    answer: UploadView,
    form: UPLOAD_FORM,
    lines: UPLOAD_LINES,
  },
  'GET /v1/ticket/uploads/{id}': {
    id: 'getUploadByTicket',
    summary: 'How far an upload of the ticket has come',
    params: ById,
    query: Empty,
    body: null,
    status: 200,
    answer: UploadView,
    lines: UPLOAD_LINES,
  },
  'POST /v1/ticket/uploads/{id}/parts:sign': {
    id: 'signPartsByTicket',
    summary: 'URLs to send parts to, straight to the store of files; good for an hour',
    params: ById,
    query: Empty,
    body: SignParts,
    status: 200,
    answer: SignedParts,
    form: 'parts: a line number=SHA-256, in hex, for each part',
    lines:
      'A line for each part: number, URL, SHA-256 in base64, and until when the URL is good, with tabs in between',
  },
  'GET /v1/ticket/uploads/{id}/parts': {
    id: 'listPartsByTicket',
    summary: 'The parts that have arrived, with size and hash',
    params: ById,
    query: PartsQuery,
    body: null,
    status: 200,
    answer: PartPage,
    lines: PART_LINES,
  },
  'POST /v1/ticket/uploads/{id}/complete': {
    id: 'completeUploadByTicket',
    summary: 'Say that every part was sent: the file is verified next',
    params: ById,
    query: Empty,
    body: CompleteUpload,
    status: 202,
    answer: UploadView,
    form: 'digest',
    lines: UPLOAD_LINES,
  },
  'GET /v1/upload.sh': {
    id: 'getUploadScript',
    summary: 'The shell script that uploads files with a ticket, to be read and pinned by its digest',
    params: Empty,
    query: Empty,
    body: null,
    status: 200,
    answer: z.string(),
    content: 'text/x-shellscript',
  },
  'GET /v1/t/{secret}': {
    id: 'getTicketScript',
    summary: 'The same script, made ready for the ticket with this secret: curl -fsSL URL | sh -s -- FILE',
    description:
      'For a ticket that is unknown, expired or revoked the answer is 200 as well: a script that says so on standard error and ends with exit code 3, since curl -f would keep the problem back and a shell with nothing to run ends with 0. With Accept: application/json it is the problem, with its status.',
    params: z.strictObject({ secret: TicketSecret }),
    query: Empty,
    body: null,
    status: 200,
    answer: z.string(),
    content: 'text/x-shellscript',
  },
} as const satisfies Record<UploadRouteKey | ScriptRouteKey, Operation>;

type Operations = typeof UPLOAD_OPERATIONS;

/** The routes of uploads that answer in lines too. */
export type LineRouteKey = {
  [Key in UploadRouteKey]: Operations[Key] extends { readonly lines: string } ? Key : never;
}[UploadRouteKey];
