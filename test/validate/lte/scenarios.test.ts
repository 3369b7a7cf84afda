import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import { decodeIpv4 } from '../../../src/codecs/link/ipv4.js';
import { newLte } from '../../../src/validate/lte/lte.js';
import type { LteEvent, UeSKwtEvent } from '../../../src/validate/lte-events.js';
import { isRrc } from '../../flows/events.js';
import { type Capture, captureOf, follow, lteKeysOf, lteScenarios, say, type Told } from './capture.js';

const framings = ['gsmtap', 'pdcp'] as const;
const each = lteScenarios.flatMap(name => framings.map(uu => [name, uu] as const));

const uesOf = (told: readonly Told[]): readonly Told[] => told.filter(({ ue }) => ue.kind === 'ue');
const said = (events: readonly LteEvent[]): readonly string[] => events.map(say);

/** The number of the UE that a packet on Uu belongs to: from 1, as its address and its station's end with it. */
const numberOfFrame = ({ packets }: Capture, frame: number): number => {
  const { source, destination } = decodeIpv4(packets[frame - 1]!.bytes);
  const [, ...octets] = source[1] === 255 ? destination : source;
  return octets.reduce((number, octet) => number * 256 + octet, 0);
};
const numberOfStation = (station: string): number => Number.parseInt(station.slice(-6), 16);

/** Every UE's events on Uu are those of the UE whose station it is. */
function expectTiedRight(capture: Capture, told: readonly Told[]): number {
  let tied = 0;
  for (const { ue, events } of uesOf(told))
    for (const event of events)
      if (event.kind === 'rrc' && ue.station !== undefined) {
        expect(numberOfStation(ue.station)).toBe(numberOfFrame(capture, event.frame));
        tied++;
      }
  return tied;
}

describe.each(each)('%s over %s', (name, uu) => {
  const capture = captureOf(name, { uu });

  it('is tied to one UE with its station, with the keys of the run', () => {
    const ues = uesOf(follow(capture.packets, lteKeysOf(capture.keys)));
    expect(ues.length).toBe(1);
    expect(ues[0]!.ue.station).toBe('025545000001');
    const { events } = ues[0]!;
    expect(events.some(({ kind }) => kind === 'rrc')).toBe(true);
    expect(events.some(({ kind }) => kind === 'xwap')).toBe(true);
    const verdicts = events.flatMap(event => (event.kind === 'rrc' ? [event.macI] : []));
    expect(new Set(verdicts)).toEqual(new Set([uu === 'pdcp' ? 'valid' : 'none']));
    expect(events.every(event => event.kind !== 'rrc' || event.message?.isWhole === true)).toBe(true);
    expect(said(events).filter(text => /with problems|open|gap/.test(text))).toEqual([]);
  });

  it('is tied to one UE without any key', () => {
    const ues = uesOf(follow(capture.packets));
    expect(ues.map(({ ue }) => ue.station)).toEqual(['025545000001']);
    expect(ues[0]!.events.filter(({ kind }) => kind === 'rrc').length).toBe(
      capture.packets.filter(isRrc).length,
    );
  });

  it('derives each S-KWT that the WT is given, but where the WT is told first', () => {
    const [{ events }] = uesOf(follow(capture.packets, lteKeysOf(capture.keys))) as [Told];
    const derived = new Set(
      events.flatMap(event =>
        event.kind === 'sKwt' && event.side === 'ue' ? event.candidates.map(({ sKwt }) => String(sKwt)) : [],
      ),
    );
    const given = events.flatMap(event => (event.kind === 'sKwt' && event.side === 'wt' ? [event.sKwt] : []));
    expect(given.length).toBeGreaterThan(0);
    for (const sKwt of given) expect(derived.has(String(sKwt))).toBe(true);
  });
});

describe('the KeNB after a handover', () => {
  it.each(framings)('is derived from the first and the carrier, in %s', uu => {
    const capture = captureOf('rekey-option-2', { uu });
    const keys = { ...lteKeysOf(capture.keys, { first: true }), earfcns: [100, 1300, 6300] };
    const [{ events }] = uesOf(follow(capture.packets, keys)) as [Told];
    const derived = events.flatMap(event => (event.kind === 'sKwt' && event.side === 'ue' ? [event] : []));
    expect(derived.map(({ kenbEpoch }) => kenbEpoch)).toEqual([1, 2]);
    const second = String(
      events.filter(e => e.kind === 'sKwt' && e.side === 'wt').map(e => 'sKwt' in e && e.sKwt)[1],
    );
    expect(derived[1]!.candidates.map(({ sKwt }) => String(sKwt))).toContain(second);
    if (uu === 'pdcp') {
      // The MAC-I of the Complete proves which carrier it was.
      const kenb = 'KeNB* from KeNB #1 with EARFCN-DL 1300';
      expect(derived[1]).toMatchObject({ isSure: true, candidates: [{ kenb }] });
      expect(events.every(event => event.kind !== 'rrc' || event.macI === 'valid')).toBe(true);
    } else expect(derived[1]).toMatchObject({ isSure: false });
  });

  it('is not known without the carrier, which is no proof of anything', () => {
    const capture = captureOf('rekey-option-2', { uu: 'pdcp' });
    const [{ events }] = uesOf(follow(capture.packets, lteKeysOf(capture.keys, { first: true }))) as [Told];
    const after = events.flatMap(event => (event.kind === 'rrc' ? [event.macI] : []));
    expect(after.slice(0, 4)).toEqual(['valid', 'valid', 'valid', 'valid']);
    expect(new Set(after.slice(4))).toEqual(new Set(['unverified']));
  });
});

describe('many UEs', () => {
  const ues = 20;

  it.each([
    ['gsmtap', true],
    ['gsmtap', false],
    ['pdcp', true],
    ['pdcp', false],
  ] as const)('rekey-option-2 over %s, with keys for named stations: %s', (uu, named) => {
    const capture = captureOf('rekey-option-2', { uu, ues });
    const told = follow(capture.packets, lteKeysOf(capture.keys, { anonymous: !named }));
    const shown = capture.packets.filter(({ linkType }) => linkType === 101).length;
    expect(expectTiedRight(capture, told)).toBe(shown);
    expect(new Set(uesOf(told).map(({ ue }) => ue.station)).size).toBe(ues);
  });

  it('ties by time alone only where that leaves no doubt', () => {
    const capture = captureOf('rekey-option-2', { ues });
    const shown = capture.packets.filter(({ linkType }) => linkType === 101).length;
    expect(expectTiedRight(capture, follow(capture.packets))).toBeGreaterThan(shown / 2);
    // All at the same time: nothing tells them apart.
    const together = captureOf('initial-access', { ues: 5, ueSpacingMs: 0 });
    const told = follow(together.packets);
    expectTiedRight(together, told);
    expect(uesOf(told).length).toBeGreaterThan(5);
  });

  it.each([
    ['rekey-option-1-mic'],
    ['handover-without-wt-change'],
    ['rekey-rel13-release-and-add'],
    ['lossy'],
  ])('%s ties none to another UE', name => {
    for (const uu of framings) {
      const capture = captureOf(name, { ues: 5, uu });
      expectTiedRight(capture, follow(capture.packets));
      const tied = expectTiedRight(capture, follow(capture.packets, lteKeysOf(capture.keys)));
      // Where Xw loses packets, several answers come at once: their order tells nothing, but of UEs that are far apart.
      const apart = captureOf(name, { ues: 5, uu, ueSpacingMs: 3000 });
      if (uu === 'pdcp' || name !== 'lossy') expect(tied).toBeGreaterThan(0);
      expect(expectTiedRight(apart, follow(apart.packets, lteKeysOf(apart.keys)))).toBeGreaterThan(0);
    }
  });
});

describe('the WLAN side', () => {
  it('tells whose Uu it is in a capture of one station without XwAP', () => {
    const capture = captureOf('initial-access');
    const uu = capture.packets.filter(({ linkType }) => linkType === 101);
    expect(follow(uu, {}, ['025545000001']).map(({ ue }) => ue.station)).toEqual(['025545000001']);
    expect(follow(uu, {}, ['025545000001', '025545000002']).map(({ ue }) => ue.station)).toEqual([undefined]);
  });

  it('proves a KeNB by the PMK of a MIC that is right', () => {
    const capture = captureOf('wt-modification-rejected');
    const keys = { ...lteKeysOf(capture.keys, { first: true }), earfcns: [100, 1300] };
    const handedOver = capture.keys.pmks[1]!;
    const counters = (isProven: boolean) => {
      const told: UeSKwtEvent[] = [];
      const lte = newLte(keys, (_, event) => {
        if (event.kind === 'sKwt' && event.side === 'ue') told.push(event);
      });
      for (const { linkType, bytes, frame, time } of capture.packets) {
        // Without the WT Modification Requests, which would prove it too.
        if (linkType === 101 || (linkType === 1 && told.length < 1))
          lte.packet(linkType, bytes, { frame: frame!, time });
        if (told.length === 2 && isProven) lte.proven('025545000001', fromHex(handedOver.hex), time);
      }
      return told.map(({ isSure, candidates }) => [isSure, candidates.length]);
    };
    expect(counters(false)).toEqual([
      [true, 1],
      [false, 2],
      [false, 2],
    ]);
    expect(counters(true)).toEqual([
      [true, 1],
      [false, 2],
      [true, 1],
    ]);
  });
});
