/** The line with which a verified file is compared with a copy of it, ready for a POSIX shell. */
export function verifyCommand(name: string, digest: string): string {
  return `casebell verify ${shellWord(name)} --digest ${digest}`;
}

function shellWord(name: string): string {
  // A name that begins with a hyphen would be taken for an option.
  const path = name.startsWith('-') ? `./${name}` : name;
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
