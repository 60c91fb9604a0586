import { type BuildOptions, transformSync } from 'esbuild';

/** The schemas of one SDK client as they stand in a bundle: from the comment with their path to the next one. */
const SCHEMAS =
  /^\/\/ node_modules\/@aws-sdk\/[\w-]+\/dist-es\/schemas\/\w+\.js\n(?:(?!\/\/ [\w@.-]+\/).*(?:\n|$))*/gm;

/** Of those: texts by the names they have, and the keys that are written as such a name. */
const NAMED_TEXT = /(?:^var |, )(_\w+) = ("[^"\n]*")(?=[,;])/gm;
const NAMED_KEY = /\[(_\w+)\]: /g;

/**
 * Minifies a bundle that esbuild wrote, and leaves out of it the schemas of operations that nobody calls.
 *
 * A client of the SDK writes the keys of its schemas as `[_hH]: …`, with `const _hH = "httpHeader"`. esbuild takes a key
 * that has to be computed for an effect, and so keeps all schemas of all operations: 50 KB of S3's. Here each such key is
 * written as the text that it is, in the modules of schemas alone; then esbuild finds that they are not used.
 */
export function shaken(bundle: string, options: BuildOptions): Uint8Array {
  const plain = bundle.replaceAll(SCHEMAS, (schemas) => {
    const texts = new Map([...schemas.matchAll(NAMED_TEXT)].map(([, name, text]) => [name, text]));
    return schemas.replaceAll(NAMED_KEY, (key, name) => {
      const text = texts.get(name);
      return text === undefined ? key : `${text}: `;
    });
  });
  const { target, charset, legalComments } = options;
  const { code } = transformSync(plain, {
    format: 'esm',
    minify: true,
    treeShaking: true,
    ...(target !== undefined && { target }),
    ...(charset !== undefined && { charset }),
    ...(legalComments === 'none' && { legalComments }),
  });
  return Buffer.from(code);
}
