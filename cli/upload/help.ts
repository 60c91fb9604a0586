/** What `casebell upload --help` says below its options. */
export const UPLOAD_HELP = `Run the same command again to go on where it stopped, also on a host that was switched off; what you have uploaded to
the request already is not sent again. Success is only what the desk has verified: the digest that is printed is the
one the desk shows, and casebell verify recomputes it.

Who uploads: a ticket or a token from the environment is not seen by others on this host; what is on a command line is.
  CASEBELL_TICKET   the address of an upload ticket, or the 32 characters at its end; names the request and the desk
  CASEBELL_TOKEN    a bearer token; for uploads that take longer than it lasts, use a ticket

--json prints one line for each event, with --quiet only verified and failed; "file" is the file as it was named:
  {"event":"begun","file","id","number","parts","partSize"}
  {"event":"known","file","id"}      you uploaded such a file before; it is sent only if its digest differs
  {"event":"resuming","file","there","parts"}
  {"event":"progress","file","state","bytesSent","bytesVerified","bytesTotal","partsDone","parts","rate","eta","retries"}
      state: preparing, sending, offline, paused, completing, verifying, verified or ended; rate: bytes a second;
      eta: seconds or null; bytesVerified: in parts whose hash the store has checked
  {"event":"retry","file","n","reason","waitMs"}
  {"event":"part-differs","file","n"}
  {"event":"verified","file","id","number","size","digest"}
  {"event":"failed","file","kind","code","message","exitCode"}
      kind: failed, unreachable, refused, changed, not-verified or stopped; code: of the refusal, or null

Exit codes; of several files, that of the first that was not uploaded:
  0    every file is verified
  1    failed: the desk cannot be reached, or the file cannot be read
  2    asked for wrongly
  3    refused by the desk or its store
  4    the file changed while it was uploaded; nothing was completed
  5    the desk could not verify what arrived
  130  interrupted; it can be gone on with

For example
  casebell upload bundle.tgz --request 26123456788 --as dana
  CASEBELL_TICKET=https://desk.example/v1/t/... casebell upload logs-*.tgz --limit-rate 10M --quiet`;
