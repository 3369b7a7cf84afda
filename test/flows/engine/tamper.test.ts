import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { EncodeError } from '../../../src/codecs/error.js';
import { toHex } from '../../../src/codecs/hex.js';
import { UlDcch } from '../../../src/codecs/rrc/index.js';
import { decodeLwaap } from '../../../src/codecs/rrc/lwaap.js';
import { decodePdcpDrb } from '../../../src/codecs/rrc/pdcp.js';
import {
  decodeXwap,
  encodeXwap,
  radioNetworkCause,
  viewXwap,
  withIEs,
} from '../../../src/codecs/xwap/index.js';
import type {
  Measures,
  Tamper,
  UuDataMessage,
  UuMessage,
  WlanMessage,
  XwMessage,
} from '../../../src/flows/index.js';
import { scenarios, simulate } from '../../../src/flows/index.js';
import { keyMessageIn } from '../../../src/flows/wlan/attack.js';
import { chunksOf, eventsOf, isRrc, LINKTYPE, only } from '../events.js';
import { frameOf, type Played, run, secondsOf, validated } from '../play.js';

const scenarioOf = (name: string) => scenarios.find(one => one.name === name)!;

function tampered(name: string, tamper: Tamper, overrides = {}): Played {
  const simulation = simulate(scenarioOf(name), { tamper, overrides });
  const packets = [...simulation.packets];
  const { interfaces } = simulation;
  return validated({ interfaces, packets, keys: simulation.keys(), measures: simulation.measures() });
}

const isComplete = ({ from, octets }: UuMessage): boolean =>
  from === 'ue' &&
  JSON.stringify(UlDcch.decode(octets).message).includes('rrcConnectionReconfigurationComplete');
const nameOf = ({ octets }: XwMessage) => viewXwap(decodeXwap(octets)).message;
/** Whether a message is the `number`th, from 1, for which `is` holds. */
function nth<Message>(number: number, is: (message: Message) => boolean): (message: Message) => boolean {
  let count = 0;
  return message => is(message) && ++count === number;
}

describe('what a fault sees', () => {
  it('crosses as it does without one, where all is passed, in whichever way', () => {
    const pass = () => undefined;
    const same = <Message>(message: Message) => [message];
    const spoilt = ({ octets }: { readonly octets: Uint8Array }) => {
      octets.fill(0);
      return undefined;
    };
    const digest = (packets: Iterable<Packet>) =>
      Array.from(
        packets,
        ({ time, bytes, comments = [] }) => `${time} ${toHex(bytes)} ${comments.join()}`,
      ).join('\n');
    for (const name of [
      'rekey-option-2',
      'rekey-rel13-release-and-add',
      'lossy',
      'attack-key-reinstallation',
    ]) {
      const untouched = digest(run(name).packets);
      for (const one of [pass, same, spoilt]) {
        const withLte = name.startsWith('attack') ? {} : { uu: one, uuData: one, xw: one, xwData: one };
        const { packets } = simulate(scenarioOf(name), { tamper: { ...withLte, wlan: one } });
        expect(digest(packets) === untouched).toBe(true);
      }
    }
  });

  it('is each message before its link protects it, with its sender and the time', () => {
    const uu: UuMessage[] = [];
    const xw: XwMessage[] = [];
    const wlan: WlanMessage[] = [];
    const times: number[] = [];
    const into =
      <Message extends { readonly atMs: number }>(seen: Message[]) =>
      (message: Message) => {
        seen.push(message);
        times.push(message.atMs);
        return undefined;
      };
    const played = tampered(
      'handover-without-wt-change',
      { uu: into(uu), xw: into(xw), wlan: into(wlan) },
      { uu: 'pdcp', ues: 2 },
    );
    expect(uu.length).toBe(played.packets.filter(isRrc).length);
    expect(new Set(uu.map(({ from, station }) => `${from} ${station}`))).toEqual(
      new Set(played.measures.ues.flatMap(({ station }) => [`ue ${station}`, `enb ${station}`])),
    );
    expect(uu.filter(isComplete).length).toBeGreaterThan(4);
    expect(xw.filter(one => nameOf(one) === 'XwSetupRequest').map(({ from, enb }) => [from, enb])).toEqual([
      ['enb', 1],
      ['enb', 2],
    ]);
    expect(xw.filter(one => nameOf(one) === 'XwSetupResponse').map(({ from }) => from)).toEqual(['wt', 'wt']);
    // Two of these are of a re-key, and protected on the air.
    expect(wlan.filter(({ octets }) => keyMessageIn(octets) === 'M1').map(({ from }) => from)).toEqual(
      new Array(4).fill('wt'),
    );
    expect(wlan.some(({ from }) => from === 'ue')).toBe(true);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBe(0);
    expect(times.at(-1)).toBeGreaterThan(3000);
  });
});

describe('a fault', () => {
  it('holds a message back: the capture shows it as it arrives, and what follows it later', () => {
    const isLate = nth(3, isComplete);
    const played = tampered(
      'rekey-option-2',
      { uu: one => (isLate(one) ? [{ ...one, delayMs: 2000 }] : undefined) },
      { durationMs: 5000 },
    );
    const untouched = run('rekey-option-2');
    const lastRrc = (packets: Played['packets']) => secondsOf(packets.filter(isRrc).at(-1)!);
    const later = lastRrc(played.packets) - lastRrc(untouched.packets);
    expect(later).toBeGreaterThan(1.99);
    expect(later).toBeLessThan(2.01);
    expect(played.measures.run.outcomes).toEqual(['rekeyed']);
    expect(played.report.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  it('drops a message, of which the capture shows nothing', () => {
    const isLost = nth(3, isComplete);
    const tamper: Tamper = { uu: one => (isLost(one) ? [] : undefined) };
    const played = tampered('rekey-option-2', tamper, { durationMs: 9000, dataIntervalMs: 50 });
    expect(only(eventsOf(played), 'complete')).toHaveLength(2);
    expect(played.measures.run.outcomes).toEqual(['unfinished']);
    expect(played.report.findings.map(({ rule }) => rule)).toContain('rrc-transaction-open');
  });

  it('repeats a message, which its receiver takes for two', () => {
    const played = tampered('rekey-option-2', {
      xw: one => (nameOf(one) === 'WTModificationRequest' ? [one, { ...one, delayMs: 100 }] : undefined),
    });
    const modification = only(eventsOf(played), 'WTModification');
    expect(modification).toEqual([
      ...['WTModificationRequest', 'WTModificationRequestAcknowledge'],
      ...['WTModificationRequest', 'WTModificationRequestAcknowledge'],
    ]);
  });

  it('repeats a protected frame under the next packet number', () => {
    const isOfRekey = nth<WlanMessage>(2, ({ octets }) => keyMessageIn(octets) === 'M1');
    const played = tampered('rekey-option-2', { wlan: one => (isOfRekey(one) ? [one, one] : undefined) });
    expect(only(eventsOf(played), 'M')).toEqual(['M1', 'M2', 'M3', 'M4', 'M1', 'M1', 'M2', 'M2', 'M3', 'M4']);
    expect(played.report.sessions[0]!.protectedFrames.undecrypted).toBe(0);
    expect(played.report.findings.map(({ rule }) => rule)).not.toContain('pn-reuse');
  });

  it('changes a message under the checksums and the MAC of its link', () => {
    const rrcIds = new Set<number>();
    const played = tampered(
      'rekey-option-2',
      {
        xw(one) {
          if (nameOf(one) !== 'WTModificationRequest') return undefined;
          const ies = { Cause: radioNetworkCause('security-failure') };
          return [{ octets: encodeXwap(withIEs(decodeXwap(one.octets), 'WTModificationRequest', ies)) }];
        },
        uu(one) {
          if (!isComplete(one)) return undefined;
          rrcIds.add(one.octets[0]!);
          // Of a transaction that there is not.
          return [{ octets: one.octets.with(0, one.octets[0]! ^ 0x02) }];
        },
      },
      { uu: 'pdcp' },
    );
    expect(rrcIds.size).toBeGreaterThan(0);
    expect(played.packets.flatMap(({ comments = [] }) => comments).join()).not.toContain('MAC-I is wrong');
    expect(played.measures.run.outcomes).toEqual(['unfinished']);
  });

  it('of a WLAN frame that is dropped leaves no trace of it on the air, and its sender goes on as without an Ack', () => {
    const isM1 = ({ octets }: WlanMessage) => keyMessageIn(octets) === 'M1';
    const isLost = nth(1, isM1);
    const played = tampered('wlan-initial', { wlan: one => (isLost(one) ? [] : undefined) });
    const untouched = run('wlan-initial');
    const of = ({ packets }: Pick<Played, 'packets'>) =>
      packets.find(one => {
        const frame = frameOf(one);
        return frame.kind === 'data' && !frame.frameControl.protectedFrame;
      })!;
    expect(played.measures.run.outcomes).toEqual(['associated']);
    // No number is left out for it.
    const numbered = (one: Packet) => JSON.stringify(frameOf(one)).match(/"sequenceNumber":\d+/)?.[0];
    expect(numbered(of(played))).toBe(numbered(of(untouched)));
    expect(numbered(of(played))).toMatch(/\d/);
    // hostapd sends M1 again after 100 ms.
    expect(secondsOf(of(played)) - secondsOf(of(untouched))).toBeCloseTo(0.1, 2);
    expect(
      played.packets.some(({ comments = [] }) => comments.includes('the receiver misses this frame')),
    ).toBe(false);
  });

  it('on user data over Xw loses and delays it, in either direction, of the UE that it names', () => {
    const count = { enb: 0, wt: 0 };
    const stations = new Set<string>();
    const tamper = (delayMs: number): Tamper => ({
      xwData({ from, station, octets }) {
        stations.add(station);
        if (station !== '02:55:45:00:00:01') return undefined;
        expect(decodeLwaap(octets).header.drbId).toBe(1);
        if (++count[from] % 3 > 0) return undefined;
        return delayMs === 0 ? [] : [{ octets, delayMs }];
      },
    });
    const [{ ues: lost }, { ues: late }] = [0, 20].map(
      delayMs => tampered('initial-access', tamper(delayMs), { ues: 2 }).measures,
    ) as [Measures, Measures];
    const { ues: before } = run('initial-access', { ues: 2 }).measures;
    expect(stations).toEqual(new Set(before.map(({ station }) => station)));
    for (const way of ['uplink', 'downlink'] as const) {
      expect(lost[0]![way].lost / lost[0]![way].sent).toBeCloseTo(1 / 3, 1);
      expect(late[0]![way].reordered / late[0]![way].sent).toBeCloseTo(1 / 3, 1);
      expect(late[0]![way].lost).toBe(before[0]![way].lost);
      for (const { 1: other } of [lost, late]) expect(other![way].received).toBe(before[1]![way].received);
    }
  });

  it('on user data over Uu sees what goes there while there is no LWA', () => {
    const name = 'rekey-rel13-release-and-add';
    const seen: UuDataMessage[] = [];
    const { measures } = tampered(name, {
      uuData(one) {
        seen.push(one);
        return one.from === 'enb' ? [] : undefined;
      },
    });
    expect(new Set(seen.map(({ from }) => from))).toEqual(new Set(['ue', 'enb']));
    for (const { octets } of seen) expect(decodePdcpDrb(octets, 18).pdu).toBe('data');
    const [ue] = measures.ues;
    const [before] = run(name).measures.ues;
    expect(ue!.uplink).toEqual(before!.uplink);
    expect(ue!.downlink.lost - before!.downlink.lost).toBe(seen.filter(({ from }) => from === 'enb').length);
  });

  it('that holds RRC back until the UE is in another cell loses it', () => {
    let later: Played | undefined;
    for (const delayMs of [0, 20_000]) {
      const isReport = nth<UuMessage>(2, ({ from }) => from === 'ue');
      later = tampered(
        'rekey-option-2',
        { uu: one => (isReport(one) ? [{ ...one, delayMs }] : undefined) },
        { stimulusAfterMs: 1000, durationMs: 22_000, dataIntervalMs: 0 },
      );
      expect(only(eventsOf(later), 'successfulAssociation')).toHaveLength(delayMs === 0 ? 2 : 1);
    }
  });

  it('on Xw concerns what its ends send, not how SCTP carries it', () => {
    const played = tampered('initial-access', { xw: () => [] });
    expect(new Set(played.packets.filter(one => one.linkType === LINKTYPE.xw).flatMap(chunksOf))).toEqual(
      new Set(['INIT', 'INIT ACK', 'COOKIE ECHO', 'COOKIE ACK']),
    );
  });
});

describe('refused', () => {
  it.each<[string, unknown, RegExp]>([
    ['octets alone', new Uint8Array(3), /^tamper\.xw: is to be an array/],
    ['a message alone', { octets: new Uint8Array(3) }, /^tamper\.xw: is to be an array/],
    ['no octets', [{ octets: 'aa' }], /^tamper\.xw\[0\]\.octets: is to be octets/],
    [
      'another name',
      [{ octets: new Uint8Array(3), delay: 2 }],
      /^tamper\.xw\[0\]\.delay: is none of octets, delayMs/,
    ],
    [
      'a negative delay',
      [{ octets: new Uint8Array(3), delayMs: -1 }],
      /^tamper\.xw\[0\]\.delayMs: is to be a number/,
    ],
    [
      'no number',
      [{ octets: new Uint8Array(3), delayMs: Number.NaN }],
      /^tamper\.xw\[0\]\.delayMs: is to be a number/,
    ],
    ['text', [{ octets: new Uint8Array(3), delayMs: '2' }], /^tamper\.xw\[0\]\.delayMs: is to be a number/],
  ])('is %s to go on', (_, sentOn, error) => {
    const start = () => simulate(scenarioOf('initial-access'), { tamper: { xw: () => sentOn as never } });
    expect(start).toThrow(EncodeError);
    expect(start).toThrow(error);
  });

  it.each([0, 9, 23])('is an MPDU of %i octets', length => {
    const wlan = ({ octets }: WlanMessage) => [{ octets: octets.subarray(0, length) }];
    const { packets } = simulate(scenarioOf('wlan-initial'), { tamper: { wlan } });
    expect(() => [...packets]).toThrow(/^tamper\.wlan\[0\]\.octets: is to be a data or management frame/);
  });

  it.each<[keyof Tamper, string]>([
    ['uu', 'initial-access'],
    ['uuData', 'rekey-rel13-release-and-add'],
    ['xw', 'initial-access'],
    ['xwData', 'initial-access'],
    ['wlan', 'wlan-initial'],
  ])('is more on %s than a datagram has room for, by its length', (link, name) => {
    const longer = (length: number): Tamper => ({
      [link]: ({ octets, atMs }: WlanMessage) => {
        const longest = new Uint8Array(length);
        longest.set(octets);
        return atMs > 160 ? [{ octets: longest }] : undefined;
      },
    });
    const take = (length: number) => {
      for (const _ of simulate(scenarioOf(name), { tamper: longer(length) }).packets);
    };
    expect(() => take(65_000)).not.toThrow();
    expect(() => take(65_001)).toThrow(
      new EncodeError(`tamper.${link}[0].octets`, 'is to be at most 65000 octets, not 65001'),
    );
  });

  it('is a link that there is not', () => {
    const tamper = { x2: () => [] } as Tamper;
    for (const name of ['initial-access', 'wlan-initial'])
      expect(() => simulate(scenarioOf(name), { tamper })).toThrow(
        expect.objectContaining({ name: 'EncodeError', path: 'tamper.x2' }),
      );
  });

  it.each(['uu', 'uuData', 'xw', 'xwData'])('is %s of a scenario of the WLAN alone', link => {
    for (const name of ['wlan-initial', 'attack-flipped-mic'])
      expect(() => simulate(scenarioOf(name), { tamper: { [link]: () => [] } })).toThrow(
        new EncodeError(`tamper.${link}`, 'is none of wlan'),
      );
  });

  it('is not one that is undefined, which leaves the fault of the scenario', () => {
    const { packets } = simulate(scenarioOf('attack-flipped-mic'));
    const tamper = { uu: undefined, wlan: undefined };
    expect([...simulate(scenarioOf('attack-flipped-mic'), { tamper }).packets]).toEqual([...packets]);
    expect(() => simulate(scenarioOf('wlan-initial'), { tamper: { x2: undefined } as Tamper })).toThrow(
      new EncodeError('tamper.x2', 'is none of wlan'),
    );
  });

  it('by the compiler is a sender that the link does not have', () => {
    const tamper: Tamper = {
      // @ts-expect-error A WT is not on Uu.
      uu: ({ from }) => (from === 'wt' ? [] : undefined),
      // @ts-expect-error What goes on has octets.
      xw: () => [{ delayMs: 2 }],
      // @ts-expect-error A frame has no UE but by its addresses.
      wlan: ({ station }) => (station === '' ? [] : undefined),
    };
    expect(Object.keys(tamper)).toHaveLength(3);
  });
});

describe('actors', () => {
  it('take any octets: a run with damaged messages comes to its end, and to the same each time', () => {
    const damaged = (): Tamper => {
      let count = 0;
      const damage = ({ octets, atMs }: { readonly octets: Uint8Array; readonly atMs: number }) => {
        count++;
        if (atMs < 500 || count % 5 !== 0) return undefined;
        // The MAC header is left, which the air goes by.
        const at = 24 + (count % Math.max(1, octets.length - 24));
        if (count % 10 === 0)
          return [{ octets: octets.map((octet, i) => (i === at ? octet ^ count : octet)) }];
        return [
          { octets: octets.subarray(0, Math.max(26, octets.length - (count % 7))), delayMs: count % 13 },
        ];
      };
      return { uu: damage, uuData: damage, xw: damage, xwData: damage, wlan: damage };
    };
    const [first, second] = [damaged(), damaged()].map(tamper =>
      tampered('rekey-rel13-release-and-add', tamper),
    );
    expect(first!.packets.length).toBeGreaterThan(500);
    expect(second!.packets).toEqual(first!.packets);
  });
});
