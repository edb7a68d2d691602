import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom (ARCHITECTURE.md), by folder. A folder may always import itself; packages are not looked at here.
 */
const allowed: Record<string, readonly string[]> = {
  entrypoints: ['src/extension', 'assets'],
  'src/extension': ['src/signs', 'src/chains', 'src/core', 'assets'],
  'src/registry': ['src/formats', 'src/chains', 'src/core', 'assets'],
  'src/signs': ['src/core'],
  'src/chains': ['src/core'],
  'src/formats': ['src/core'],
  'src/core': [],
  assets: [],
};

const root = fileURLToPath(new URL('..', import.meta.url));

interface Source {
  readonly path: string;
  readonly text: string;
  /** What it imports, exports from or imports at run time, as written. */
  readonly imports: readonly string[];
}

const sources = ['src', 'entrypoints', 'assets'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => read(join(folder, name))),
);

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, imports: importsOf(path, text) };
}

function importsOf(path: string, text: string): string[] {
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} can not be parsed.`);
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) =>
      text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
    ),
  ];
}

const isOwn = (name: string): boolean => name.startsWith('.');
const target = (source: Source, name: string): string => normalize(join(dirname(source.path), name));
const folderOf = (path: string): string =>
  Object.keys(allowed).find((folder) => path.startsWith(`${folder}/`)) ?? path;
const node = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
const isNode = (name: string): boolean => node.has(name) || name.startsWith('node:');

/** `importer → imported` of every import that `wrong` says must not be. */
function offences(wrong: (source: Source, name: string) => boolean): string[] {
  return sources.flatMap((source) =>
    source.imports.filter((name) => wrong(source, name)).map((name) => `${source.path} → ${name}`),
  );
}

describe('imports', () => {
  it('point only where the map allows', () => {
    const wrong = (source: Source, name: string): boolean => {
      const from = folderOf(source.path);
      const to = folderOf(target(source, name));
      return isOwn(name) && from !== to && !(allowed[from] ?? []).includes(to);
    };
    expect(offences(wrong)).toEqual([]);
  });

  it('form no cycle', () => {
    expect(cycles()).toEqual([]);
  });

  it('reach the browser only from the extension', () => {
    const wrong = (source: Source, name: string) =>
      /^(wxt|webextension-polyfill|@wxt-dev)/.test(name) &&
      !/^(src\/extension|entrypoints)\//.test(source.path);
    expect(offences(wrong)).toEqual([]);
  });

  it('reach the browser by one door', () => {
    const wrong = (_: Source, name: string) => /webextension-polyfill/.test(name);
    expect(offences(wrong)).toEqual([]);
  });

  it('reach Node only from the registry', () => {
    const wrong = (source: Source, name: string) => isNode(name) && !source.path.startsWith('src/registry/');
    expect(offences(wrong)).toEqual([]);
  });

  it('take plain zod only in the registry', () => {
    const wrong = (source: Source, name: string) =>
      name === 'zod' && !source.path.startsWith('src/registry/');
    expect(offences(wrong)).toEqual([]);
  });

  it('end with .ts or .tsx, or name a file that is no script', () => {
    const wrong = (_: Source, name: string) => isOwn(name) && !/\.(tsx?|css|json)(\?\w+)?$/.test(name);
    expect(offences(wrong)).toEqual([]);
  });
});

describe('entry points', () => {
  it('have under 30 lines', () => {
    const long = sources.filter(
      ({ path, text }) => path.startsWith('entrypoints/') && text.trimEnd().split('\n').length >= 30,
    );
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});

/** Every chain of imports that comes back to its start, once each. */
function cycles(): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (done.has(path)) return;
    done.add(path);
    const source = byPath.get(path);
    for (const name of source?.imports.filter(isOwn) ?? []) walk(target(source!, name), [...trail, path]);
  };
  for (const { path } of sources) walk(path, []);
  return found;
}
