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

/** A folder, a file, or files that are one room together. A file that is named is not of its folder's room. */
type Room = string | readonly string[];

/** Imports within `folder` that go against `layers`: from a room they go to those of earlier layers. Every file is in a layer. */
const against = (folder: string, layers: readonly (readonly Room[])[]): readonly string[] => {
  const named = layers
    .flatMap((rooms, layer) => rooms.flatMap(room => [room].flat().map(path => ({ path, room, layer }))))
    .sort((a, b) => b.path.length - a.path.length);
  for (const { path } of named)
    if (!files.some(file => `${file}/`.startsWith(`${folder}${path}/`)))
      throw new Error(`${path} is not there`);
  const placeOf = (file: string) => {
    const own = file.slice(folder.length);
    const place = named.find(({ path }) => own === path || own.startsWith(`${path}/`));
    if (place === undefined) throw new Error(`${file} is in no layer`);
    return place;
  };
  return imports
    .filter(({ from, to }) => {
      if (!from.startsWith(folder) || !to.startsWith(folder)) return false;
      const [own, other] = [placeOf(from), placeOf(to)];
      return own.room !== other.room && other.layer >= own.layer;
    })
    .map(({ from, to }) => `${from} imports ${to}`);
};

describe('imports', () => {
  it('are found, and are of files that are there', () => {
    expect(imports.length).toBeGreaterThan(files.length);
    expect(imports.filter(({ to }) => !files.includes(to))).toEqual([]);
  });

  it('go one way: cli → report, validate, flows → crypto → codecs', () => {
    const layers = [['codecs'], ['crypto'], ['flows', 'validate'], ['report'], ['index.ts'], ['cli']];
    expect(against('', layers)).toEqual([]);
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

  it('of validate lead from rules to what is read of the WLAN and of LTE, and from there to what a session holds', () => {
    const stateOfWlan = [
      'acks',
      'announcement',
      'claims',
      'eapol-key-record',
      'ending',
      'gaps',
      'packet-number',
      'peers',
      'run',
      'session-keys',
      'traffic',
      'unopened',
    ].map(name => `wlan/${name}.ts`);
    const layers = [
      ['at.ts', 'bounded.ts', 'capture-names.ts', 'limits.ts', 'mic-verdict.ts'],
      ['ip', 'uu/message.ts', ['xw/criticality.ts', 'xw/problems.ts']],
      ['lte-events.ts'],
      ['uu', 'xw'],
      ['keys/given.ts'],
      [stateOfWlan],
      ['event.ts', 'report.ts'],
      ['journal.ts', 'wording.ts'],
      ['xw/cause.ts'],
      ['blind.ts', 'keys', 'story.ts', 'wlan/doubt.ts'],
      ['session.ts'],
      ['session-host.ts'],
      ['hand-out', 'lte', 'wlan'],
      ['intake', 'rule.ts', 'verdict.ts'],
      ['input.ts'],
      ['session-report.ts', 'watch'],
      ['rules', 'shown-sessions.ts'],
      ['validator.ts'],
      ['join-reports.ts', 'validation.ts'],
      ['messages.ts'],
      ['index.ts'],
    ];
    expect(against('validate/', layers)).toEqual([]);
  });

  it('of report lead from the page of HTML to drawings, and from both ladders to the rows that these have', () => {
    const layers = [
      ['columns.ts', 'printable.ts', 'version.ts', 'wrapped.ts', 'xml.ts'],
      ['shown.ts'],
      ['ladder-rows.ts', 'lasting.ts', 'notes.ts'],
      ['accepted.ts'],
      ['ladder.ts', 'diagram'],
      ['text.ts', 'html-style.ts'],
      ['html.ts', 'junit.ts', 'measures.ts', 'sarif.ts'],
      ['index.ts'],
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
