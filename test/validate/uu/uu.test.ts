import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/codecs/hex.js';
import {
  DlDcch,
  handoverCommand,
  lwaReconfiguration,
  reconfigurationComplete,
  securityModeCommand,
  securityModeComplete,
  UlDcch,
  wlanConnectionStatusReport,
} from '../../../src/codecs/rrc/index.js';
import { deriveKenb, deriveKenbStar, deriveNh, deriveSKwt } from '../../../src/crypto/kdf3gpp.js';
import { newLte } from '../../../src/validate/lte/lte.js';
import type { LteUe } from '../../../src/validate/lte/part.js';
import type { LteEvent } from '../../../src/validate/lte-events.js';
import type { LteKeys } from '../../../src/validate/uu/kenb.js';
import { collected, gsmtap, type Protection, pdcp, type Rrc, setUpComplete } from '../lte/peer.js';

const kasme = new Uint8Array(32).fill(0xa5);
const kenb0 = deriveKenb(kasme, 1);

/** A PDU of SRB1 as a collector writes it that has one address for all. */
const framed = (message: Rrc, sent: Protection): Uint8Array => collected(pdcp(message, sent));

function follow(packets: readonly Uint8Array[], keys: LteKeys): readonly (readonly LteEvent[])[] {
  const ues = new Map<LteUe, LteEvent[]>();
  const lte = newLte(keys, (ue, event) => ues.set(ue, [...(ues.get(ue) ?? []), event]));
  packets.forEach((bytes, i) => {
    lte.packet(101, bytes, { frame: i + 1, time: BigInt(i) * 20_000_000n });
  });
  lte.end({ frame: packets.length, time: BigInt(packets.length) * 20_000_000n });
  return [...ues.values()];
}

const verdicts = (events: readonly LteEvent[]) => events.flatMap(e => (e.kind === 'rrc' ? [e.macI] : []));
const derived = (events: readonly LteEvent[]) =>
  events.flatMap(e => (e.kind === 'sKwt' && e.side === 'ue' ? [e] : []));

const complete = { up: reconfigurationComplete(0) };
const counter = (wtCounter: number) => ({ down: lwaReconfiguration({ transactionId: 0, wtCounter }) });
const handover = (nextHopChainingCount: number, carrier?: number) => ({
  down: handoverCommand({
    transactionId: 0,
    targetCell: 7,
    newCRnti: 1,
    nextHopChainingCount,
    withoutWtChange: 'keepLWA-Config',
    ...(carrier === undefined ? {} : { carrier: { downlink: carrier } }),
  }),
});
const keys: LteKeys = { kasmes: [{ name: 'KASME', kasme, uplinkNasCount: 1 }] };

describe('PDCP', () => {
  it('is not ciphered up to the SecurityModeComplete', () => {
    const packets = [
      framed(
        { down: securityModeCommand({ ciphering: 2, integrity: 2 }) },
        { kenb: kenb0, count: 0, isCiphered: false },
      ),
      framed({ up: securityModeComplete() }, { kenb: kenb0, count: 0, isCiphered: false }),
      framed(counter(3), { kenb: kenb0, count: 1 }),
      framed(complete, { kenb: kenb0, count: 1 }),
    ];
    const [events] = follow(packets, keys);
    expect(verdicts(events!)).toEqual(['valid', 'valid', 'valid', 'valid']);
    expect(events!.flatMap(e => (e.kind === 'rrcTransaction' ? [[e.what, e.wtCounter]] : []))).toEqual([
      ['security-mode', undefined],
      ['reconfiguration', 3],
    ]);
    const [sKwt] = derived(events!);
    expect(sKwt).toMatchObject({ isSure: true, wtCounter: 3 });
    expect(toHex(sKwt!.candidates[0]!.sKwt)).toBe(toHex(deriveSKwt(kenb0, 3)));
  });

  it('goes on under the same UE id after a handover, vertically derived with the NH of its NCC', () => {
    const nh2 = deriveNh(kasme, { syncInput: deriveNh(kasme, { syncInput: kenb0 }) });
    const star = deriveKenbStar(nh2, { pci: 7, earfcnDl: 1300 });
    const packets = [
      framed(counter(0), { kenb: kenb0, count: 0 }),
      framed(complete, { kenb: kenb0, count: 0 }),
      framed(handover(2, 1300), { kenb: kenb0, count: 1 }),
      framed(complete, { kenb: star, count: 0 }),
      framed(counter(0), { kenb: star, count: 0 }),
      framed(complete, { kenb: star, count: 1 }),
    ];
    const ues = follow(packets, keys);
    expect(ues.length).toBe(1);
    expect(verdicts(ues[0]!)).toEqual(new Array(6).fill('valid'));
    const [first, second] = derived(ues[0]!);
    expect(second!.kenbEpoch).toBe(first!.kenbEpoch + 1);
    expect(toHex(second!.candidates[0]!.sKwt)).toBe(toHex(deriveSKwt(star, 0)));
  });

  it('tells UEs at one address apart by their UE ids, through a handover by their keys', () => {
    const other = deriveKenb(kasme, 99);
    const given: LteKeys = {
      kenbs: [
        { name: 'one', kenb: kenb0 },
        { name: 'other', kenb: other },
      ],
    };
    const [star, otherStar] = [kenb0, other].map(kenb => deriveKenbStar(kenb, { pci: 7, earfcnDl: 1300 }));
    const packets = [
      framed(counter(0), { kenb: kenb0, count: 0, ueId: 1 }),
      framed(counter(0), { kenb: other, count: 0, ueId: 2 }),
      framed(handover(0, 1300), { kenb: kenb0, count: 1, ueId: 1 }),
      framed(handover(0, 1300), { kenb: other, count: 1, ueId: 2 }),
      framed(complete, { kenb: otherStar!, count: 0, ueId: 4 }),
      framed(complete, { kenb: star!, count: 0, ueId: 3 }),
    ];
    const ues = follow(packets, given);
    const frames = ues.map(events => events.flatMap(e => (e.kind === 'rrc' ? [e.frame] : [])));
    expect(frames.sort()).toEqual([
      [1, 3, 6],
      [2, 4, 5],
    ]);
    for (const events of ues) expect(verdicts(events)).toEqual(['valid', 'valid', 'valid']);
  });

  it('goes on over another eNB after a handover, by its keys alone', () => {
    const star = deriveKenbStar(kenb0, { pci: 7, earfcnDl: 1300 });
    const packets = (key: Uint8Array) => [
      framed(counter(0), { kenb: kenb0, count: 0 }),
      framed(handover(0, 1300), { kenb: kenb0, count: 1 }),
      collected(pdcp(complete, { kenb: key, count: 0, ueId: 9 }), 2),
      collected(pdcp(counter(0), { kenb: key, count: 0, ueId: 9 }), 2),
    ];
    expect(follow(packets(star), keys).map(verdicts)).toEqual([['valid', 'valid', 'valid', 'valid']]);
    expect(follow(packets(deriveKenb(kasme, 99)), keys).map(verdicts)).toEqual([
      ['valid', 'valid'],
      ['unverified', 'unverified'],
    ]);
  });

  it("is of no UE that is handed over, where a KeNB is right that may be another UE's", () => {
    const other = deriveKenb(kasme, 99);
    const given: LteKeys = {
      kenbs: [
        { name: 'one', kenb: kenb0 },
        { name: 'other', kenb: other },
      ],
    };
    for (const host of [1, 2]) {
      const packets = [
        framed(counter(0), { kenb: kenb0, count: 0 }),
        framed(counter(0), { kenb: deriveKenb(kasme, 7), count: 0, ueId: 3 }),
        // Without the carrier nothing tells which KeNB comes after it.
        framed(handover(0), { kenb: kenb0, count: 1 }),
        collected(pdcp(counter(4), { kenb: other, count: 0, ueId: 2 }), host),
      ];
      expect(follow(packets, given).map(verdicts)).toEqual([['valid', 'valid'], ['unverified'], ['valid']]);
    }
  });

  describe('under the same UE id', () => {
    const other = deriveKenb(kasme, 99);
    const given: LteKeys = {
      kenbs: [
        { name: 'one', kenb: kenb0 },
        { name: 'other', kenb: other },
      ],
    };
    const before = [
      framed(counter(5), { kenb: kenb0, count: 0 }),
      framed(complete, { kenb: kenb0, count: 0 }),
    ];
    const after = [
      framed(counter(0), { kenb: other, count: 0 }),
      framed(complete, { kenb: other, count: 0 }),
    ];
    const begun = collected(setUpComplete());
    const told = (ues: readonly (readonly LteEvent[])[]) =>
      ues.map(events => [verdicts(events), derived(events).map(({ wtCounter }) => wtCounter)]);
    const valid = ['valid', 'valid'];

    it('shows another connection by its KeNB, as of another UE or after a re-establishment', () => {
      expect(told(follow([...before, ...after], given))).toEqual([
        [valid, [5]],
        [valid, [0]],
      ]);
      // What was sent before may be seen behind it.
      const crossing = [before[0]!, after[0]!, before[1]!, after[1]!];
      expect(told(follow(crossing, given))).toEqual([
        [['valid'], [5]],
        [['valid', 'unverified', 'valid'], [0]],
      ]);
      // Without the other KeNB nothing tells: it may be a handover that the capture lacks.
      expect(told(follow([...before, ...after], { kenbs: given.kenbs!.slice(0, 1) }))).toEqual([
        [[...valid, 'unverified', 'unverified'], [5]],
      ]);
    });

    it('shows another connection by what is in clear again', () => {
      expect(told(follow([...before, begun, ...after], given))).toEqual([
        [valid, [5]],
        [['none', ...valid], [0]],
      ]);
      expect(follow([...before, begun], {}).length).toBe(2);
    });

    it('does not where a message crosses the SecurityModeCommand, or comes twice', () => {
      const command = framed(
        { down: securityModeCommand({ ciphering: 2, integrity: 2 }) },
        { kenb: kenb0, count: 0, isCiphered: false },
      );
      const answer = framed({ up: securityModeComplete() }, { kenb: kenb0, count: 1, isCiphered: false });
      for (const packets of [
        [command, begun, answer],
        [begun, command, answer, begun],
      ])
        expect(told(follow(packets, given)).length).toBe(1);
    });

    it('shows another UE where the one before is handed over, and its KeNB known', () => {
      const left = framed(handover(0, 1300), { kenb: kenb0, count: 1 });
      const ues = follow([...before, left, ...after], given);
      expect(told(ues)).toEqual([
        [[...valid, 'valid'], [5]],
        [valid, [0]],
      ]);
      // Without the carrier nothing tells which KeNB comes after it: it may be the other one.
      const unknown = framed(handover(0), { kenb: kenb0, count: 1 });
      expect(told(follow([...before, unknown, ...after], given)).length).toBe(1);
    });

    it('shows that a UE which is handed over is not the one that begins a connection', () => {
      const left = framed(handover(0), { kenb: kenb0, count: 1 });
      const ues = follow([...before, left, collected(setUpComplete(2))], keys);
      expect(ues.map(events => verdicts(events).length)).toEqual([3, 1]);
    });
  });

  it('has a wrong MAC-I where a PDU is altered, and none is blamed where PDUs are missing', () => {
    const packets = [0, 1, 2, 3].map(count => framed(counter(count), { kenb: kenb0, count }));
    const altered = framed(counter(9), { kenb: new Uint8Array(32), count: 2 });
    expect(verdicts(follow([packets[0]!, packets[1]!, altered, packets[3]!], keys)[0]!)).toEqual([
      'valid',
      'valid',
      'invalid',
      'valid',
    ]);
    const [events] = follow([packets[0]!, altered, packets[3]!], keys);
    expect(verdicts(events!)).toEqual(['valid', 'unverified', 'valid']);
    expect(events!.filter(({ kind }) => kind === 'gap').length).toBe(1);
  });

  it('under none of the keys given is told, and costs no more and more', () => {
    const kenbs = Array.from({ length: 300 }, (_, i) => ({ name: `${i}`, kenb: new Uint8Array(32).fill(i) }));
    const packets = Array.from({ length: 50 }, (_, i) => framed(complete, { kenb: kenb0, count: i }));
    expect(new Set(verdicts(follow(packets, { kenbs })[0]!))).toEqual(new Set(['unverified']));
  });
});

describe('RRC over GSMTAP', () => {
  const down = [
    handoverCommand({
      transactionId: 2,
      targetCell: 503,
      carrier: { downlink: 1300 },
      newCRnti: 1,
      nextHopChainingCount: 0,
      withoutWtChange: 'keepLWA-Config',
      lwa: { wtCounter: 3, mobilitySet: { add: [{ ssid: Uint8Array.of(1, 2, 3) }] } },
    }),
    lwaReconfiguration({ wtCounter: 5, wtMacAddress: new Uint8Array(6) }),
    securityModeCommand({ ciphering: 2, integrity: 2 }),
  ].map(message => ({ octets: DlDcch.encode(message), isUplink: false }));
  const up = [reconfigurationComplete(1), wlanConnectionStatusReport('suspended')].map(message => ({
    octets: UlDcch.encode(message),
    isUplink: true,
  }));

  it('is read as far as it goes, wherever it is cut or altered', () => {
    const after = gsmtap(down[1]!.octets, false);
    const countersAfter = (octets: Uint8Array, isUplink: boolean): readonly number[] =>
      follow([gsmtap(octets, isUplink), after], { ...keys, earfcns: [1300] })
        .flatMap(derived)
        .map(({ wtCounter }) => wtCounter);
    for (const { octets, isUplink } of [...down, ...up])
      for (let at = 0; at < octets.length; at++) {
        if (at > 0) expect(countersAfter(octets.subarray(0, at), isUplink).at(-1)).toBe(5);
        for (let bit = 0; bit < 8; bit++) {
          const altered = octets.slice();
          altered[at]! ^= 1 << bit;
          expect(countersAfter(altered, isUplink).at(-1)).toBe(5);
        }
      }
  });
});
