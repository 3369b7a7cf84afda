import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Import {
  readonly from: string;
  readonly to: string;
  /** Whether nothing is left of it at run time. */
  readonly isOfTypes: boolean;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map(file => file.replaceAll('\\', '/'))
  .filter(file => file.endsWith('.ts'));

/** Whether each of the names between the braces is a type. */
const areTypes = (clause: string): boolean =>
  /^\{[^}]*\}$/.test(clause) &&
  clause
    .slice(1, -1)
    .split(',')
    .every(name => /^\s*(type\s|$)/.test(name));

const importsOf = (from: string): Import[] => {
  const source = readFileSync(`src/${from}`, 'utf8');
  const toOf = (path: string): string => posix.join(posix.dirname(from), path).replace(/\.js$/, '.ts');
  return [
    ...source.matchAll(/^(?:import|export)\s+(type\s+)?([^;']*?)\s*from\s+'(\.[^']+)'/gm),
    ...source.matchAll(/\bimport\(()()'(\.[^']+)'\)/g),
  ].map(([, type, clause, path]) => ({
    from,
    to: toOf(path!),
    isOfTypes: !!type || areTypes(clause!),
  }));
};

const imports = files.flatMap(importsOf);

/**
 * Imports within `folder` that go against `layers`, which name its rooms: folders, and files beside them. From a room they go to
 * those of earlier layers. A file that no layer names may import what it likes, and be imported.
 */
const against = (folder: string, layers: readonly (readonly string[])[]): readonly string[] => {
  const roomOf = (file: string): string | undefined =>
    file.startsWith(folder) ? file.slice(folder.length).split('/')[0] : undefined;
  const layerOf = (room: string): number => {
    const layer = layers.findIndex(rooms => rooms.includes(room));
    if (layer < 0 && !room.endsWith('.ts')) throw new Error(`${folder}${room} is in no layer`);
    return layer;
  };
  return imports
    .filter(({ from, to }) => {
      const [own, other] = [roomOf(from), roomOf(to)];
      if (own === undefined || other === undefined || own === other) return false;
      const [ownLayer, otherLayer] = [layerOf(own), layerOf(other)];
      return ownLayer >= 0 && otherLayer >= ownLayer;
    })
    .map(({ from, to }) => `${from} imports ${to}`);
};

describe('imports', () => {
  it('are found, and are of files that are there', () => {
    expect(imports.length).toBeGreaterThan(files.length);
    expect(imports.filter(({ to }) => !files.includes(to))).toEqual([]);
  });

  it('go one way: cli → report, validate, flows → crypto → codecs', () => {
    expect(against('', [['codecs'], ['crypto'], ['flows', 'validate'], ['report'], ['cli']])).toEqual([]);
  });

  it('of flows lead from scenarios to legs, to actors that do not know each other, and to what these send over', () => {
    const layers = [
      ['memory'],
      ['engine'],
      ['keys', 'ip'],
      ['sctp', 'uu', 'wlan', 'meter.ts', 'user-data.ts'],
      ['xw', 'measure.ts'],
      ['ue', 'enb', 'wt', 'scenario.ts'],
      ['legs'],
      ['scenarios', 'simulate.ts'],
      ['index.ts'],
    ];
    expect(against('flows/', layers)).toEqual([]);
  });

  it('of validate lead from rules to what is read of the WLAN and of LTE', () => {
    const layers = [['ip'], ['uu', 'xw'], ['keys'], ['time'], ['wlan', 'lte'], ['watch'], ['rules']];
    expect(against('validate/', layers)).toEqual([]);
  });

  it('of report lead from the page of HTML to drawings, and from both ladders to the rows that these have', () => {
    const layers = [
      ['printable.ts', 'xml.ts'],
      ['shown.ts'],
      ['ladder-rows.ts'],
      ['ladder.ts', 'diagram'],
      ['text.ts', 'html-style.ts'],
      ['html.ts'],
    ];
    expect(against('report/', layers)).toEqual([]);
  });

  it('of code are of the file that it is in, not of an index that loads all of a room', () => {
    const indexes = ['codecs', 'codecs/capture', 'codecs/dot11', 'codecs/link', 'codecs/rrc', 'codecs/xwap']
      .concat('crypto', 'report', 'validate')
      .map(room => `${room}/index.ts`);
    expect(indexes.filter(file => !files.includes(file))).toEqual([]);
    expect(
      imports.filter(
        ({ from, to, isOfTypes }) => !isOfTypes && !from.endsWith('index.ts') && indexes.includes(to),
      ),
    ).toEqual([]);
  });

  it('of the rules load no ASN.1', () => {
    const loaded = new Set(['validate/rules/index.ts']);
    // A set gives what is added to it as it is gone through, too.
    for (const file of loaded)
      for (const { from, to, isOfTypes } of imports) if (from === file && !isOfTypes) loaded.add(to);
    expect(loaded.size).toBeGreaterThan(50);
    expect([...loaded].filter(file => /^codecs\/(per|rrc|xwap)\//.test(file))).toEqual([]);
  });

  it('of what a package keeps to itself are of one that package.json holds to a minor version', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Readonly<Record<string, string>>;
    };
    const inner = files.flatMap(file =>
      [
        ...readFileSync(`src/${file}`, 'utf8').matchAll(
          /\bfrom '((?:@[^/']+\/)?[^/'.]+)\/(?:[^/']+\/)*_[^/']*'/g,
        ),
      ].map(([, name]) => name!),
    );
    expect(new Set(inner)).toEqual(new Set(['@noble/ciphers', '@noble/hashes']));
    for (const name of inner) expect(dependencies[name], name).toMatch(/^~\d/);
  });

  it('do not go round in circles, nor do those of types', () => {
    const left = new Set(files);
    // What imports nothing that is left, and what nothing that is left imports, is taken away, over and over: a circle stays.
    for (let before = -1; before !== left.size; ) {
      before = left.size;
      const among = imports.filter(({ from, to }) => left.has(from) && left.has(to));
      const importing = new Set(among.map(({ from }) => from));
      const imported = new Set(among.map(({ to }) => to));
      for (const file of left) if (!importing.has(file) || !imported.has(file)) left.delete(file);
    }
    expect([...left]).toEqual([]);
  });
});
