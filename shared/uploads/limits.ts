const MIB = 1024 ** 2;

/** One gibibyte in bytes: the unit of the operator's upload limits. */
export const GIB = 1024 ** 3;

/** Most parts one call to sign takes: URLs are made just in time, since they expire. */
export const MAX_SIGNED_PARTS = 32;

/** How long a signed part may be sent (seconds). */
export const SIGNED_FOR_SECONDS = 3600;

/** How long a download may be begun (seconds); one that was begun goes on. */
export const DOWNLOAD_FOR_SECONDS = 300;

/** Parts on one page of a list of parts: as many as S3 lists at once. */
export const LIST_PAGE = 1000;

/** Most parts a file is cut into. S3 takes 10,000; fewer keep every list and every sum of hashes short. */
export const MAX_PARTS = 4000;

/** Smallest part of a file of several (bytes); S3 takes none below 5 MiB but the last. */
export const SMALLEST_PART = 16 * MIB;

/** Largest part S3 takes (bytes). https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const LARGEST_PART = 5 * GIB;

/** Part sizes are multiples of it (bytes), so that the size tells at a glance how a file was cut. */
export const PART_STEP = 8 * MIB;

/** Largest file that fits into MAX_PARTS parts (bytes), whatever the operator allows. */
export const LARGEST_FILE = MAX_PARTS * LARGEST_PART;

/** Days after which an upload that nobody goes on with is aborted, and a ticket expires. */
export const UPLOAD_DAYS = 7;

/** Days after its begin on which an upload is aborted although somebody goes on with it. */
export const LONGEST_UPLOAD_DAYS = 28;

/** Largest file that the server itself stores out of its memory (bytes): an attachment of a mail (WRK-6). */
export const LARGEST_STORED = 10_000_000;

/** Parts a client sends at once, by what it is: a browser shares its connections, a shell has processes. */
export const CONCURRENCY = { browser: 4, cli: 8, sh: 4 } as const;
