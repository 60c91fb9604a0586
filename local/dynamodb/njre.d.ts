declare module 'njre' {
  /** Downloads a Java runtime and resolves with the folder it was unpacked into. */
  export function install(
    version?: number,
    options?: { os?: string; arch?: string; vendor?: string; type?: string; installPath?: string },
  ): Promise<string>;
}
