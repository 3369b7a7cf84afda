import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/codecs/capture/packet.js';
import { isProtected } from '../../src/codecs/dot11/header.js';
import { radiotapLength } from '../../src/codecs/dot11/radiotap.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { LWAAP_ETHERTYPE } from '../../src/codecs/link/llc.js';
import { decodeLwaap } from '../../src/codecs/rrc/lwaap.js';
import { decodePdcpDrb, type PdcpSnLength } from '../../src/codecs/rrc/pdcp.js';
import { type Overrides, scenarios } from '../../src/flows/index.js';
import { countOf } from '../../src/flows/user-data.js';
import { payloadOf } from '../../src/flows/wlan/frames.js';
import { createTemporalKey } from '../../src/flows/wlan/temporal-key.js';
import { gPduOf, LINKTYPE, tunnelEndsOf, uuDataOf, xwapOf } from './events.js';
import { type Run, run } from './play.js';

const isLost = ({ comments = [] }: Packet): boolean => comments.includes('lost on the link');
const isMissed = ({ comments = [] }: Packet): boolean =>
  comments.some(text => text === 'the receiver misses this frame' || text.startsWith('dropped: '));

/** The G-PDUs of a run in one direction, those that are lost too. */
const gPdus = ({ packets }: Run, isUplink: boolean) =>
  packets.flatMap(packet => {
    const gPdu = gPduOf(packet);
    return gPdu?.isUplink === isUplink ? [{ ...gPdu, isLost: isLost(packet) }] : [];
  });

/** A frame of user data on the air; attempts at it are one. */
interface LwaapFrame {
  /** Of the attempt that arrived, or else of the first. */
  readonly time: bigint;
  readonly isUplink: boolean;
  readonly drbId: number;
  readonly pdcp: Uint8Array;
  readonly arrived: boolean;
}

/** The user data of a run of one UE on the air, as its keys open it. */
const openedFrames = ({ packets, keys }: Run): readonly LwaapFrame[] => {
  const tks = keys.ptks.map(({ tk }) => fromHex(tk));
  const frames = new Map<string, LwaapFrame>();
  for (const packet of packets) {
    if (packet.linkType !== LINKTYPE.wlan) continue;
    const mpdu = packet.bytes.subarray(radiotapLength(packet.bytes));
    if (!isProtected(mpdu)) continue;
    const isUplink = (mpdu[1]! & 3) === 1;
    // The packet number stands behind the header, which has a QoS Control field; the frame's end tells keys apart.
    const id = `${isUplink} ${toHex(mpdu.subarray(26, 34))} ${toHex(mpdu.subarray(-8))}`;
    const known = frames.get(id);
    if (known !== undefined) {
      if (!known.arrived && !isMissed(packet)) frames.set(id, { ...known, time: packet.time, arrived: true });
      continue;
    }
    for (const tk of tks) {
      const clear = createTemporalKey('00-0F-AC:4', tk).open(mpdu);
      const content = clear && payloadOf(clear);
      if (content?.etherType !== LWAAP_ETHERTYPE) continue;
      const { header, payload } = decodeLwaap(content.payload);
      const { time } = packet;
      frames.set(id, { time, isUplink, drbId: header.drbId, pdcp: payload, arrived: !isMissed(packet) });
    }
  }
  return [...frames.values()];
};

const runs = new Map<string, { readonly one: Run; readonly frames: readonly LwaapFrame[] }>();
/** A run of a scenario as it is, and its user data on the air: made once. */
const opened = (name: string) => {
  const one = runs.get(name)?.one ?? run(name);
  const made = runs.get(name) ?? { one, frames: openedFrames(one) };
  runs.set(name, made);
  return { one, uplink: made.frames.filter(f => f.isUplink), downlink: made.frames.filter(f => !f.isUplink) };
};

const hexes = (list: readonly { readonly pdcp: Uint8Array }[]): readonly string[] =>
  list.map(({ pdcp }) => toHex(pdcp));
const sorted = (list: readonly string[]): readonly string[] => [...list].sort();

/** Walks through Xw: the ends that XwAP has named so far, of the eNBs and of the WT, are asked for each G-PDU. */
const tunnelsOf = ({ packets }: Run) => {
  const named = { enb: [] as string[], wt: [] as string[] };
  const used = { enb: new Set<string>(), wt: new Set<string>() };
  const unknown: string[] = [];
  for (const packet of packets) {
    if (packet.linkType !== LINKTYPE.xw) continue;
    const gPdu = gPduOf(packet);
    if (gPdu !== undefined) {
      const side = gPdu.isUplink ? 'enb' : 'wt';
      const end = `${gPdu.to} ${gPdu.teid}`;
      used[side].add(end);
      if (!named[side].includes(end)) unknown.push(end);
      continue;
    }
    const { enb, wt } = tunnelEndsOf(packet);
    named.enb.push(...enb);
    named.wt.push(...wt);
  }
  return { named, used, unknown };
};

const lte = scenarios.filter(s => s.parameters.uu !== undefined);
/** Those in which user data goes over Uu for a time, as it has no LWA. */
const OVER_UU = ['rekey-rel13-release-and-add', 'wt-release-required', 'out-of-reach'];
const flowing = lte.filter(s => s.expect.outcome !== 'failed').map(s => s.name);

describe('Xw-U', () => {
  it.each(flowing)('%s: each side sends to the TEID and address that the other has named', name => {
    const { named, used, unknown } = tunnelsOf(opened(name).one);
    expect(unknown).toEqual([]);
    expect(used.enb.size).toBeGreaterThan(0);
    expect(sorted([...used.enb])).toEqual(sorted([...new Set(named.enb)]));
    expect(sorted([...used.wt])).toEqual(sorted([...new Set(named.wt)]));
  });

  it.each(flowing)('%s: carries the PDCP PDUs that are behind LWAAP on the air', name => {
    const { one, uplink, downlink } = opened(name);
    const atEnb = gPdus(one, true);
    expect(uplink.length).toBeGreaterThan(100);
    expect(new Set([...uplink, ...downlink].map(({ drbId }) => drbId))).toEqual(new Set([1]));
    // Whatever arrived at the WT goes to the eNB: once, but for what Xw repeats.
    expect(sorted([...new Set(hexes(atEnb))])).toEqual(
      sorted([...new Set(hexes(uplink.filter(frame => frame.arrived)))]),
    );
    const onAir = hexes(downlink);
    const atWt = hexes(gPdus(one, false).filter(gPdu => !gPdu.isLost));
    const known = new Set(atWt);
    expect(onAir.filter(pdcp => !known.has(pdcp))).toEqual([]);
    // The WT drops downlink without an association: with one that lasts, each G-PDU becomes a frame, if its turn comes.
    if (one.measures.run.associations === 1 && name !== 'out-of-reach')
      expect(sorted(onAir)).toEqual(sorted(atWt));
    if (name !== 'lossy') expect(new Set(hexes(atEnb)).size).toBe(atEnb.length);
  });

  it.each(flowing)('%s: the measure is what the octets at eNB and UE say', name => {
    const { one, downlink: onAir } = opened(name);
    const [{ uplink, downlink }] = one.measures.ues as [Run['measures']['ues'][number]];
    const counted = (list: readonly { readonly pdcp: Uint8Array }[]) => {
      let highest = -1;
      let reordered = 0;
      const seen = new Set<number>();
      for (const { pdcp } of list) {
        const count = countOf(pdcp, 18)!;
        if (seen.has(count)) continue;
        seen.add(count);
        if (count < highest) reordered++;
        else highest = count;
      }
      return { received: seen.size, reordered };
    };
    const all = one.packets.flatMap(packet => {
      const pdu = (isLost(packet) ? undefined : gPduOf(packet)) ?? uuDataOf(packet);
      return pdu === undefined ? [] : [{ ...pdu, time: packet.time }];
    });
    const { reordered, received } = counted(all.filter(pdu => pdu.isUplink));
    expect(uplink).toMatchObject({ received, reordered, lost: uplink.sent - received });
    const overUu = all.filter(pdu => !('teid' in pdu) && !pdu.isUplink);
    expect(overUu.length > 0).toBe(OVER_UU.includes(name));
    const arrived = [...onAir.filter(frame => frame.arrived), ...overUu];
    expect(downlink).toMatchObject(counted(arrived.sort((a, b) => Number(a.time - b.time))));
    expect(uplink.sent).toBeGreaterThan(uplink.lost);
  });

  it('has none without user data, and none where LWA never comes about', () => {
    for (const [name, overrides] of [
      ['rekey-option-2', { dataIntervalMs: 0 }],
      ['association-timeout', {}],
    ] as const) {
      const one = run(name, overrides);
      expect([...gPdus(one, true), ...gPdus(one, false)]).toEqual([]);
    }
  });

  it('goes to the target eNB once the source has released the WT, with nothing lost on the way', () => {
    const one = run('handover-without-wt-change');
    const release = one.packets.findIndex(
      p => p.linkType === LINKTYPE.xw && xwapOf(p).some(({ message }) => message === 'WTReleaseRequest'),
    );
    const ends = (from: number, to: number) =>
      new Set(
        one.packets.slice(from, to).flatMap(packet => {
          const gPdu = gPduOf(packet);
          return gPdu === undefined ? [] : [`${gPdu.to} ${gPdu.teid}`];
        }),
      );
    expect(ends(0, release)).toEqual(new Set(['192.0.2.1 1', '192.0.2.65 1']));
    // What was under way to the source eNB still arrives there.
    const later = one.packets.findIndex(p => p.time > one.packets[release]!.time + 20_000_000n);
    expect(ends(release, later)).toEqual(new Set(['192.0.2.1 1', '192.0.2.2 1', '192.0.2.65 2']));
    expect(ends(later, one.packets.length)).toEqual(new Set(['192.0.2.2 1', '192.0.2.65 2']));
    expect(one.measures.ues[0]!.uplink.lost).toBe(0);
    const dropped = one.packets.filter(p => p.comments?.some(text => text.startsWith('dropped: ')));
    expect(one.measures.run.lost).toBe(dropped.length);
  });

  it('has tunnels of their own for what is added anew', () => {
    const { named } = tunnelsOf(run('rekey-rel13-release-and-add'));
    expect(named).toEqual({ enb: ['192.0.2.1 1', '192.0.2.1 2'], wt: ['192.0.2.65 1', '192.0.2.65 2'] });
  });

  it('keeps the tunnels of many UEs apart', () => {
    const many = { ues: 20, dataIntervalMs: 40, stimulusAfterMs: 300, durationMs: 800 };
    const one = run('handover-without-wt-change', many);
    const { named, used, unknown } = tunnelsOf(one);
    expect(unknown).toEqual([]);
    expect([used.enb.size, used.wt.size]).toEqual([40, 40]);
    expect(new Set(named.wt).size).toBe(40);
    for (const { uplink, downlink } of one.measures.ues) {
      expect(uplink).toMatchObject({ lost: 0, reordered: 0 });
      expect(downlink.lost).toBeLessThan(3);
    }
  });

  it.each([12, 15, 18] as const)('numbers PDUs with the %i bits that RRC configures', pdcpSnBits => {
    const overrides: Overrides = { pdcpSnBits, dataIntervalMs: 0.5, durationMs: 2800 };
    const one = run('rekey-without-handover', { ...overrides, dataLength: 8 });
    const octets = pdcpSnBits === 18 ? 11 : 10;
    for (const isUplink of [true, false]) {
      const pdus = gPdus(one, isUplink).map(({ pdcp }) => pdcp);
      expect(new Set(pdus.map(pdcp => pdcp.length))).toEqual(new Set([octets]));
      expect(pdus.length).toBeGreaterThan(2 ** 12);
      for (const pdcp of pdus.slice(2 ** 12)) {
        const pdu = decodePdcpDrb(pdcp, pdcpSnBits as PdcpSnLength);
        const count = countOf(pdcp, pdcpSnBits)!;
        expect(pdu).toMatchObject({ pdu: 'data', sn: count % 2 ** pdcpSnBits });
      }
    }
    const { uplink, downlink } = one.measures.ues[0]!;
    expect(Math.max(uplink.lost, downlink.lost)).toBeLessThan(20);
  });

  it('is suspended from the last packet that arrived to the end, where none comes any more', () => {
    // The UE goes on trying the WLAN, under the wrong key.
    const one = run('rekey-option-1-mic', { rrcAfterWtMs: 60_000, durationMs: 8000 });
    const { uplink, downlink } = one.measures.ues[0]!;
    for (const { sent, lost, suspension, suspendedAt } of [uplink, downlink]) {
      expect(lost).toBeGreaterThan(100);
      expect(Math.abs(suspension / 5e6 - lost)).toBeLessThan(5);
      expect(Math.abs(suspendedAt + suspension - 8.15e9)).toBeLessThan(50e6);
      expect(sent).toBeGreaterThan(lost);
    }
  });

  it.each([1025, 1030, 1035, 1040, 1045])('ends for good after %i ms', durationMs => {
    // The new key is taken into use at about that time, which is when a source that is not over starts.
    const { uplink, downlink } = run('wlan-rekey', { durationMs }).measures.ues[0]!;
    for (const flow of [uplink, downlink]) {
      expect(flow.sent).toBeGreaterThan(100);
      expect(flow.sent).toBeLessThanOrEqual(durationMs / 5 + 1);
      expect(flow.lost).toBeLessThan(2);
    }
  });

  it('waits for what is slow on the way before it counts losses', () => {
    const { uplink, downlink } = run('initial-access', { xwDelayMs: 400, durationMs: 4500 }).measures.ues[0]!;
    expect(uplink.received).toBeGreaterThan(100);
    expect([uplink.lost, downlink.lost]).toEqual([0, 0]);
    expect(downlink.received).toBe(downlink.sent);
  });
});
