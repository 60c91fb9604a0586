/** Every way the domain says no to an upload or a download. */
export const UPLOAD_REFUSALS = {
  FileTooLarge: {
    reason: 'The file is larger than this desk takes.',
    fix: 'Split it, or leave out of it what is not needed.',
    row: 'WRK-6',
  },
  RequestQuotaUsed: {
    reason: 'The request has no room for a file of this size.',
    fix: 'Abort uploads that are no longer needed, or ask the desk for more room.',
    row: 'WRK-6',
  },
  AccountQuotaUsed: {
    reason: 'The account has no room for a file of this size.',
    fix: 'Abort uploads that are no longer needed, or ask the desk for more room.',
    row: 'WRK-6',
  },
  RequestFilesUsed: {
    reason: 'The request has taken as many files as it takes.',
    fix: 'Pack several files into one, with tar or zip; for more, file another request.',
    row: 'WRK-6',
  },
  NotYourUpload: {
    reason: 'Somebody else began this upload.',
    fix: 'Upload the file yourself; the desk can abort the other one.',
    row: 'WRK-6',
  },
  UploadEnded: {
    reason: 'This upload has ended: it was aborted, it failed, or its file was deleted.',
    fix: 'Begin anew with POST /v1/requests/{number}/uploads.',
    row: 'WRK-6',
  },
  AlreadyComplete: {
    reason: 'This upload is complete: it takes no more parts.',
    fix: 'Look with GET /v1/uploads/{id} how it goes on.',
    row: 'WRK-6',
  },
  NoSuchPart: {
    reason: 'The file has no part with this number.',
    fix: 'Number the parts from 1 to `parts`, as the upload says.',
    row: 'WRK-6',
  },
  PartsMissing: {
    reason: 'Parts of the file are missing, or are not what was announced.',
    fix: 'Send the parts that missing and mismatched name, and complete the upload again.',
    row: 'WRK-6',
  },
  DigestMismatch: {
    reason: 'The digest is not that of the parts.',
    fix: 'Compute it anew from the file; where it differs again the file has changed: begin anew.',
    row: 'WRK-6',
  },
  FileNotVerified: {
    reason: 'There is no verified file to download.',
    fix: 'Wait until its state is verified; one that failed or was deleted is uploaded anew.',
    row: 'WRK-6',
  },
} as const;
