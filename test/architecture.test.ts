import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A source file by its path from the root, and what it imports: paths from the root, or names of packages. */
interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s+['"]([^'"]+)['"]|(?:^|\n)\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const imports = [...text.matchAll(IMPORT)].map(([, from, effect, dynamic]) =>
    target(path, from ?? effect ?? dynamic ?? ''),
  );
  return { path, text, imports };
}

function target(path: string, name: string): string {
  if (name.startsWith('.')) return posix.normalize(posix.join(dirname(path), name));
  return name.startsWith('#') ? name.slice(1) : name;
}

const SOURCES: readonly Source[] = [
  'shared',
  'functions',
  'infra',
  'local',
  'clients',
  'cli',
  'bench',
  'test',
]
  .filter((folder) => existsSync(join(ROOT, folder)))
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
  .map((entry) => readSource(relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/')));

/** The parts of the program, innermost first, and what else of it each may import (design: dependency direction). */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  'shared/uploads': [],
  'shared/schema': ['shared/uploads'],
  'shared/targets': ['shared/schema'],
  'shared/policy': ['shared/schema', 'shared/targets'],
  'shared/domain': ['shared/schema', 'shared/targets', 'shared/policy', 'shared/uploads'],
  'shared/locales': ['shared/schema'],
  'shared/mail': ['shared/schema', 'shared/targets', 'shared/locales'],
  functions: [
    'shared/schema',
    'shared/targets',
    'shared/policy',
    'shared/domain',
    'shared/mail',
    'shared/locales',
    'shared/uploads',
  ],
  // The core of uploads runs in a browser and in a shell: what either has comes in as arguments.
  'clients/upload': ['shared/schema', 'shared/uploads'],
  'clients/upload-page': ['clients/upload', 'shared/schema', 'shared/uploads'],
  // The CDK app takes the routes, the pack and the names of settings; of what functions do, it knows the paths only.
  infra: ['shared/schema', 'shared/policy', 'shared/uploads', 'functions/config.ts'],
};

/** What may be imported from outside, per part; `node:` where something is said about it below. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  'shared/uploads': /^$/,
  'clients/upload': /^zod\//,
  'clients/upload-page': /^zod\//,
  'shared/schema': /^zod\//,
  'shared/targets': /^zod\//,
  'shared/policy': /^(zod\/|yaml$)/,
  'shared/domain': /^$/,
  'shared/locales': /^$/,
  'shared/mail': /^$/,
};

/** Makes the pinned zone table when a person asks for it; part of no program. */
const GENERATOR = 'shared/targets/zones/generate.ts';

function partOf(path: string): string | undefined {
  return Object.keys(PARTS).find((part) => path.startsWith(`${part}/`));
}

function inside(...folders: string[]): readonly Source[] {
  return SOURCES.filter(
    ({ path }) => path !== GENERATOR && folders.some((folder) => path.startsWith(`${folder}/`)),
  );
}

/** Every occurrence of `pattern`, as `path: what`. */
function occurrences(sources: readonly Source[], pattern: RegExp): string[] {
  return sources.flatMap(({ path, text }) =>
    [...withoutComments(text).matchAll(pattern)].map(([found]) => `${path}: ${found}`),
  );
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g, '$1');
}

it('the sources are found, and their imports read', () => {
  expect(SOURCES.length).toBeGreaterThan(200);
  const plan = SOURCES.find(({ path }) => path === 'shared/domain/plan.ts');
  expect(plan?.imports).toEqual(
    expect.arrayContaining(['shared/policy/policy.ts', 'shared/domain/silence.ts']),
  );
  const handler = SOURCES.find(({ path }) => path === 'functions/io/table.ts');
  expect(handler?.imports).toEqual(['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb']);
});

describe('dependencies point inwards', () => {
  test.each(Object.entries(PARTS))('%s imports itself and %j', (part, others) => {
    const wrong = inside(part).flatMap(({ path, imports }) =>
      imports
        .filter((name) => /^(shared|functions|infra|local|clients|cli|test|bench)\//.test(name))
        .filter((name) => ![part, ...others].includes(partOf(name) ?? name) && !others.includes(name))
        .map((name) => `${path} -> ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('nothing that is deployed imports the local stack, the command, the tests or the benchmarks', () => {
    const wrong = inside('shared', 'functions', 'infra').flatMap(({ path, imports }) =>
      imports
        .filter((name) => /^(local|clients|cli|test|bench)\//.test(name))
        .map((name) => `${path} -> ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('one part imports another by its name, not by the way to it', () => {
    const wrong = SOURCES.flatMap(({ path, text }) =>
      [
        ...text.matchAll(
          /from\s+['"]((?:\.\.\/)+(?:shared|functions|infra|local|clients|cli|bench)\/[^'"]+)/g,
        ),
      ]
        .filter(([, way = '']) => target(path, way).split('/')[0] !== path.split('/')[0])
        .map(([, way]) => `${path} -> ${way}`),
    );
    expect(wrong).toEqual([]);
  });

  it('nothing that runs imports the tests', () => {
    const wrong = inside('shared', 'functions', 'infra', 'local', 'clients', 'cli').flatMap(
      ({ path, imports }) =>
        imports.filter((name) => name.startsWith('test/')).map((name) => `${path} -> ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('every import of the project leads to a file', () => {
    const wrong = SOURCES.flatMap(({ path, imports }) =>
      imports
        .filter(
          (name) =>
            /^(shared|functions|infra|local|clients|cli|test|bench)\//.test(name) &&
            !existsSync(join(ROOT, name)),
        )
        .map((name) => `${path} -> ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the shared parts are pure', () => {
  test.each(Object.entries(PACKAGES))('%s imports from outside only %s', (part, allowed) => {
    const wrong = inside(part).flatMap(({ path, imports }) =>
      imports
        .filter(
          (name) =>
            !/^(shared|functions|infra|local|clients|cli|test|bench)\//.test(name) && !allowed.test(name),
        )
        .map((name) => `${path} -> ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('they read no clock, no chance and no environment, and start nothing', () => {
    const impure =
      /\b(Date\.now|new Date\(\)|Math\.random|randomUUID|getRandomValues|performance\.|process\.|setTimeout|setInterval|setImmediate|queueMicrotask|fetch\(|console\.)/g;
    expect(occurrences(inside('shared', 'clients/upload'), impure)).toEqual([]);
  });
});

describe('the page of uploads has its seams', () => {
  const page = inside('clients/upload-page');

  it('one file of it reads the clock and chance', () => {
    const read = occurrences(
      page,
      /\b(Date\.now|new Date\(\)|performance\.now|Math\.random|getRandomValues)/g,
    );
    expect(read).toEqual([
      'clients/upload-page/browser-clock.ts: performance.now',
      'clients/upload-page/browser-clock.ts: Math.random',
    ]);
  });

  it('none makes markup or code of text, and none keeps what could be stolen from the browser', () => {
    const risky =
      /\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|eval\(|new Function|localStorage|sessionStorage|document\.cookie)/g;
    expect(occurrences(page, risky)).toEqual([]);
  });
});

describe('the functions have their seams', () => {
  it('only functions/io imports the AWS SDK', () => {
    const wrong = inside('functions')
      .filter(({ path }) => !path.startsWith('functions/io/'))
      .flatMap(({ path, imports }) =>
        imports.filter((name) => name.startsWith('@aws-sdk/')).map((name) => `${path} -> ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  it('only functions/config.ts reads the environment', () => {
    const wrong = occurrences(inside('functions'), /\bprocess\.env\b/g);
    expect(wrong.filter((found) => !found.startsWith('functions/config.ts:'))).toEqual([]);
    expect(wrong).not.toEqual([]);
  });

  it('none reads a clock: time comes with the event', () => {
    expect(
      occurrences(inside('functions'), /\b(Date\.now|new Date\(\)|performance\.now|setInterval)/g),
    ).toEqual([]);
    // Some milliseconds between two tries of one call: a pause tells no time.
    expect(new Set(occurrences(inside('functions'), /\bsetTimeout/g))).toEqual(
      new Set(['functions/io/update-if.ts: setTimeout']),
    );
  });

  it('chance comes in where the functions that need it are put together', () => {
    const chance = occurrences(inside('functions'), /\b(Math\.random|randomUUID|randomInt|randomBytes)\(/g);
    expect(chance.sort()).toEqual([
      'functions/api/handler.ts: randomInt(',
      'functions/uploads/handler.ts: randomBytes(',
    ]);
  });
});

describe('the sources are small rooms with a name on the door', () => {
  const own = SOURCES.filter(({ path }) => !path.endsWith('.d.ts'));

  it('no file is named after nothing in particular', () => {
    const empty =
      /^(utils?|helpers?|common|index|types?|constants?|managers?|services?|misc|shared|lib|base|core)$/;
    const wrong = own.filter(({ path }) =>
      empty.test(basename(path).replace(/(\.test|\.properties)*\.m?ts$/, '')),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('names are kebab-case', () => {
    const wrong = own.filter(({ path }) => !/^[a-z0-9/-]+(\.[a-z0-9-]+)*\.m?ts$/.test(path));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('no source is longer than 300 lines; tests may be', () => {
    const long = own.filter(({ path, text }) => !path.startsWith('test/') && text.split('\n').length > 301);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('zod comes as zod/mini wherever it is bundled, and everywhere else for one habit', () => {
    const wrong = SOURCES.filter(({ imports }) =>
      imports.some((name) => name === 'zod' || name === 'zod/v4'),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('nothing is left to do, and no check is switched off', () => {
    const marks = new RegExp(
      ['TODO', 'FIXME', 'biome-ignore', '@ts-ignore', '@ts-expect-error', '@ts-nocheck'].join('|'),
      'g',
    );
    const wrong = SOURCES.filter(({ path }) => path !== 'test/architecture.test.ts').flatMap(
      ({ path, text }) => [...text.matchAll(marks)].map(([found]) => `${path}: ${found}`),
    );
    expect(wrong).toEqual([]);
  });
});
