import { describe, expect, it } from 'vitest';
import { ladderSvg, reportSvg } from '../../../src/report/index.js';
import { play } from '../../flows/play.js';
import { allOf, bandsOf, textsOf } from '../drawing.js';
import { lteSession, rules } from '../example.js';
import { parseXml } from '../xml.js';

const context = { version: '1.0.0', rules, captures: ['capture.pcapng'] };

const own = (name: string) => {
  const { report: all } = play(name);
  return { all, session: all.sessions[0]!, findings: all.findings };
};

describe('the bands of keys', () => {
  /** Where the bands of UE and WT begin to be those of another key, from top to bottom. */
  const changes = (name: string): string[] => {
    const { session: one, findings } = own(name);
    const bands = bandsOf(parseXml(ladderSvg(one, findings)));
    const left = Math.min(...bands.map(band => band.x));
    const last = new Map<string, string>();
    return bands
      .map(band => ({ ...band, side: band.x === left ? 'ue' : 'wt' }))
      .sort((a, b) => a.from - b.from)
      .flatMap(({ side, key }) => {
        if (last.get(side) === key) return [];
        last.set(side, key);
        return [`${side} ${key}`];
      });
  };

  it.each([
    ['rekey-option-1-mic', ['wt k0s', 'ue k0s', 'wt k1s', 'ue k1s']],
    ['rekey-option-2', ['wt k0s', 'ue k0s', 'ue k1s', 'wt k1s']],
    ['rekey-option-2-stale-supplicant', ['wt k0s', 'ue k0s', 'ue k1s', 'wt k1s', 'ue k0s', 'ue k1s']],
    ['wt-modification-rejected', ['wt k0s', 'ue k0s', 'ue k1s', 'ue k2s', 'wt k2s']],
    ['rekey-rel13-release-and-add', ['wt k0s', 'ue k0s', 'wt k1s', 'ue k1s']],
    ['wlan-initial', ['ue k0s', 'wt k0s']],
  ])('of %s', (name, expected) => {
    expect(changes(name)).toEqual(expected);
  });

  it('of option 1 differ until after the association is lost; of option 2 while the WT is not told', () => {
    const heights = (name: string) => {
      const { session: one, findings } = own(name);
      const root = parseXml(ladderSvg(one, findings));
      const bands = bandsOf(root);
      const left = Math.min(...bands.map(band => band.x));
      const newKey = (isUe: boolean): number =>
        Math.min(
          ...bands.filter(band => (band.x === left) === isUe && band.key === 'k1s').map(({ from }) => from),
        );
      const at = (text: string): number => textsOf(root).findLast(one => one.text === text)!.top;
      return { ue: newKey(true), wt: newKey(false), at };
    };
    const one = heights('rekey-option-1-mic');
    expect(one.wt).toBeLessThan(one.at('deauthentication'));
    expect(one.ue).toBeGreaterThan(one.at('deauthentication'));
    const two = heights('rekey-option-2');
    expect(two.ue).toBeLessThan(two.at('WTModificationRequest'));
    expect(two.wt).toBeGreaterThan(two.at('WTModificationRequest'));
  });

  it('have the name of the key beside each change, and in the legend, with a pattern of its own', () => {
    const { session: one, findings } = own('rekey-option-1-mic');
    const root = parseXml(ladderSvg(one, findings));
    const texts = textsOf(root).map(({ text }) => text);
    expect(texts.filter(text => text === 'S-KWT #2')).toHaveLength(2);
    for (const text of ['S-KWT #1 held', 'S-KWT #2 held']) expect(texts).toContain(text);
    const patterns = allOf(root, 'path').flatMap(path => (path.attributes.class === 'ko' ? [path] : []));
    expect(new Set(patterns.map(({ attributes }) => attributes['stroke-dasharray']))).toEqual(
      new Set(['2.5 5']),
    );
  });

  it('say what the UE has where only the WT Counter is known, and when it has none any more', () => {
    const sKwts = [
      { frame: 2, side: 'ue', state: 'given', wtCounter: 7 },
      { frame: 8, side: 'wt', state: 'refused', pmk: 'S-KWT #9' },
      { frame: 20, side: 'ue', state: 'released' },
    ] as const;
    const texts = textsOf(parseXml(ladderSvg({ ...lteSession, sKwts }, []))).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['S-KWT of WT Counter 7', 'no S-KWT']));
    expect(texts).not.toContain('S-KWT #9');
  });

  it('show a key that has no name as another one, each time that the UE is told a WT Counter', () => {
    const told = (frame: number) => ({ frame, side: 'ue', state: 'given', wtCounter: 0 }) as const;
    const one = { ...lteSession, sKwts: [told(2), told(3)] };
    const texts = textsOf(parseXml(ladderSvg(one, []))).map(({ text }) => text);
    expect(texts.filter(text => text === 'S-KWT of WT Counter 0')).toHaveLength(2);
  });

  it('are in the legend where they are drawn, in the colour that they have in the whole', () => {
    const { session: one, findings } = own('rekey-option-2');
    const part = parseXml(ladderSvg(one, findings, { from: 1.254 }));
    const texts = textsOf(part).map(({ text }) => text);
    expect(texts).toContain('S-KWT #2 held');
    expect(texts).not.toContain('S-KWT #1 held');
    expect(new Set(bandsOf(part).map(({ key }) => key))).toEqual(new Set(['k1s']));
  });

  it('show names alone: no key is in a drawing', () => {
    const { report: all, keys } = play('rekey-option-2');
    const svg = reportSvg(all, context);
    const found = all.sessions.flatMap(one => one.keys.flatMap(({ hex }) => hex ?? []));
    expect(found.length).toBeGreaterThan(0);
    for (const hex of [...found, ...keys.pmks.map(pmk => pmk.hex)]) expect(svg).not.toContain(hex);
  });
});
