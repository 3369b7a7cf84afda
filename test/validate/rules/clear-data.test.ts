import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import { clearData } from '../../../src/validate/rules/clear-data.js';
import { manifestOf, packetsOf, reportOn } from '../../manifest.js';
import {
  allOf,
  associated,
  associationResponse,
  beacon,
  dataFromAp,
  dataToAp,
  deauthentication,
  groupHandshake,
  handshake,
  IP_BODY,
  key32,
  keyFrame,
  pmks,
  RSNE,
  under,
  userData,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';
import { protectedGroupHandshake } from './protected.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const start = [beacon(), ...associated, ...allOf(first)];
const at = (ms: number, bytes: Uint8Array): Sample => ({ linkType: 105, bytes, ms });

testRule(clearData, {
  keys: pmks({ A }),
  broken: [...start, at(2000, dataToAp(IP_BODY)), at(2001, dataFromAp(IP_BODY))],
  sound: [
    ...start,
    at(2000, userData(first.ptk)),
    at(2001, deauthentication('station', 3)),
    at(2002, dataToAp(IP_BODY)),
  ],
});

/** A start of 802.1X, in LLC. */
const EAPOL_BODY = [0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e, 1, 1, 0, 0, 0, 0, 0, 0];

describe('clear-data', () => {
  const found = (...mpdus: Uint8Array[]) =>
    findingsOf(captureOf([...start, ...mpdus.map((mpdu, i) => at(2000 + i, mpdu))]), pmks({ A }))
      .filter(({ rule }) => rule === 'clear-data')
      .map(({ severity, frames, message }) => {
        expect(severity).toBe('error');
        return [frames, message];
      });

  it('tells the two directions apart', () => {
    expect(found(dataToAp(IP_BODY), dataFromAp(IP_BODY), dataToAp(IP_BODY))).toEqual([
      [[8, 10], 'The station sends data in clear though the handshake is complete: frames 8 and 10.'],
      [[9], 'The AP sends data in clear though the handshake is complete: frame 9.'],
    ]);
  });

  it('names some frames, and counts them all once', () => {
    const [one] = found(...Array.from({ length: 50 }, () => dataToAp(IP_BODY)));
    expect(one![0]).toHaveLength(32);
    expect(one![1]).toMatch(/: frames 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 and 40 more\.$/);
  });

  it('knows A-MSDUs', () => {
    const amsdu = dataToAp([0x80, 0, ...new Uint8Array(12), 0, IP_BODY.length, ...IP_BODY]);
    amsdu[0] = 0x88;
    expect(found(amsdu)).toHaveLength(1);
  });

  const GROUP = new Uint8Array(6).fill(0xff);

  it('knows data to a group, where stations have a GTK', () => {
    const toGroup = dataFromAp(IP_BODY, GROUP);
    expect(found(toGroup)).toEqual([
      [[8], 'The AP sends data to a group in clear though the handshake is complete: frame 8.'],
    ]);
    const vendor = dataFromAp([0xaa, 0xaa, 3, 0, 0x40, 0x96, 0, 0, 1, 2, 3], GROUP);
    expect(found(vendor)).toEqual([]);
    const late = at(2000, toGroup);
    const clearIn = (mpdus: readonly Sample[]) =>
      findingsOf(captureOf([...mpdus, late]), pmks({ A })).filter(({ rule }) => rule === 'clear-data');
    // Without keys; without an RSNE; with one station of no key, and one that has left.
    expect(clearIn(start)).toHaveLength(1);
    const open = beacon();
    open[open.length - RSNE.length] = 127;
    expect(clearIn([open, ...associated, ...allOf(first)])).toEqual([]);
    expect(clearIn([beacon(), ...associated])).toEqual([]);
    expect(clearIn([...start, deauthentication('ap', 3)])).toEqual([]);
    const noGroups = beacon();
    noGroups[noGroups.length - RSNE.length + 7] = 7;
    expect(clearIn([noGroups, ...associated, ...allOf(first)])).toEqual([]);
  });

  it('knows fragments, also one alone', () => {
    const part = (number: number, body: readonly number[], more = false): Uint8Array => {
      const mpdu = dataToAp(body);
      mpdu[1]! |= more ? 4 : 0;
      mpdu[22] = number;
      return mpdu;
    };
    expect(found(part(0, IP_BODY, true), part(1, [4, 5, 6, 7]))[0]![0]).toEqual([8, 9]);
    expect(found(part(1, [4, 5, 6, 7, 8, 9]))[0]![0]).toEqual([8]);
    const eapol = [...EAPOL_BODY];
    expect(found(part(0, eapol.slice(0, 12), true), part(1, eapol.slice(12)))).toEqual([]);
    // The second of four is lost.
    const [one, , three, four] = [0, 4, 8, 12].map(from => eapol.slice(from, from + 4));
    const parts = [part(0, [...one!, ...eapol.slice(4, 8)], true), part(2, three!, true), part(3, four!)];
    expect(found(...parts)).toEqual([]);
    const hidden = under(first.ptk.tk, part(1, IP_BODY));
    hidden[1]! &= ~0x40;
    expect(found(hidden)).toEqual([]);
  });

  it('knows an A-MSDU that begins as EAPOL does (CVE-2020-26144)', () => {
    const amsdu = (...octets: readonly number[]): Uint8Array => {
      const mpdu = dataToAp([0x80, 0, ...octets]);
      mpdu[0] = 0x88;
      return mpdu;
    };
    const subframe = (body: readonly number[]): number[] => [
      ...new Array(12).fill(2),
      0,
      body.length,
      ...body,
    ];
    const disguised = [...EAPOL_BODY.slice(0, 8), 1, 1, 1, 1, 0, 2, 9, 9];
    expect(found(amsdu(...disguised, ...subframe(IP_BODY)))).toHaveLength(1);
    expect(found(amsdu(...subframe(EAPOL_BODY)))).toEqual([]);
    expect(found(amsdu(...subframe(EAPOL_BODY), 0, 0, ...subframe(IP_BODY)))).toHaveLength(1);
    expect(found(amsdu(...IP_BODY))).toHaveLength(1);
    // The A-MSDU bit of EAPOL is damaged.
    expect(found(amsdu(...EAPOL_BODY))).toEqual([]);
  });

  it('is not EAPOL, data of no length, or one whose Protected bit is damaged', () => {
    const nullData = dataToAp([]);
    nullData[0] = 0x48;
    const start802 = dataToAp([0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e, 1, 1, 0, 0]);
    const damaged = userData(first.ptk);
    damaged[1]! &= ~0x40;
    expect(found(nullData, dataToAp([]), start802, damaged)).toEqual([]);
  });

  it('may be EAPOL where it is cut off before its EtherType', () => {
    expect(found(dataToAp(IP_BODY.slice(0, 7)))).toEqual([]);
    expect(found(dataToAp(IP_BODY.slice(0, 8)))).toHaveLength(1);
  });

  it('is none that was queued before the keys were in place', () => {
    const clear = (...samples: readonly Sample[]) =>
      findingsOf(captureOf(samples), pmks({ A })).filter(({ rule }) => rule === 'clear-data');
    const { m1, m2, m3, m4 } = first;
    // The station takes its time for M4.
    const slow = [beacon(), ...associated, m1, m2, m3, at(1000, m4)];
    expect(clear(...slow, at(1499, dataToAp(IP_BODY)))).toEqual([]);
    expect(clear(...slow, at(1500, dataToAp(IP_BODY)))).toHaveLength(1);
    const group = groupHandshake(first.ptk, 3, new Uint8Array(16).fill(9));
    const rekeyed = protectedGroupHandshake(first.ptk, group).map((bytes, i) => at(1600 + i, bytes));
    expect(clear(...slow, ...rekeyed, at(1700, dataToAp(IP_BODY)))).toHaveLength(1);
  });

  it('is not hidden by an M4 that anyone can send, where the keys are proven', () => {
    const m4 = (counter: number, kck = new Uint8Array(16)) => keyFrame({ info: 0x030a, counter, kck });
    const severities = (m4s: readonly Sample[]) =>
      findingsOf(captureOf([...start, ...m4s, at(2000, dataToAp(IP_BODY))]), pmks({ A })).flatMap(
        ({ rule, severity }) => (rule === 'clear-data' ? [severity] : []),
      );
    expect(severities([at(1700, m4(50))])).toEqual(['error']);
    expect(severities([at(1400, m4(50)), at(1700, m4(2))])).toEqual(['error']);
    // The one that is right ends what waits.
    expect(severities([at(1700, m4(2, first.ptk.kck))])).toEqual([]);
    // Of another association, under a PMK that is not known.
    const other = allOf(handshake({ pmk: key32(0xb2), aNonce: 5, sNonce: 6 }));
    expect(severities([deauthentication('ap', 3), ...associated, ...other, at(1700, other[3]!)])).toEqual([]);
  });

  it('is not hidden by a forged response and M4, as the association goes on under its keys', () => {
    const forged = keyFrame({ info: 0x030a, counter: 9, kck: key32(9).subarray(0, 16) });
    const tries = [2000, 2400].flatMap(ms => [
      at(ms, associationResponse().with(22, (ms / 25) & 0xf0)),
      at(ms + 1, forged.with(22, (ms / 25) & 0xf0)),
      at(ms + 2, dataToAp(IP_BODY)),
    ]);
    const toldWith = (...rest: readonly Sample[]) =>
      findingsOf(captureOf([...start, ...tries, ...rest]), pmks({ A })).flatMap(({ rule, frames }) =>
        rule === 'clear-data' ? [frames] : [],
      );
    expect(toldWith(at(7500, userData(first.ptk)))).toEqual([[10, 13]]);
    expect(toldWith()).toEqual([]);
    // All of them count, and those of the grace come first.
    const many = Array.from({ length: 300 }, (_, i) => at(2403 + i, dataToAp(IP_BODY)));
    const late = at(2950, dataToAp(IP_BODY));
    const [said] = findingsOf(
      captureOf([...start, ...tries, ...many, late, at(7500, userData(first.ptk))]),
      pmks({ A }),
    ).filter(({ rule }) => rule === 'clear-data');
    expect(said!.message).toMatch(/: frames 10, 13, 14, .* and 293 more\.$/);
    expect(said!.frames).toEqual([10, ...Array.from({ length: 31 }, (_, i) => 13 + i)]);
  });

  it('knows data behind a fast BSS transition, which has no M4', () => {
    const [file, folder] = ['ft-psk-roam.pcap', 'captures/lab'];
    const capture = manifestOf(folder).find(one => one.file === file)!;
    const packets = packetsOf(`${folder}/${file}`);
    const { ap, station } = reportOn(packets, capture).sessions[1]!;
    const bytes = dataToAp(IP_BODY, fromHex(station!.replaceAll(':', '')));
    bytes.set(fromHex(ap!.replaceAll(':', '')), 4);
    const transition = packets.findIndex(({ bytes }) => bytes[bytes[2]! | (bytes[3]! << 8)] === 0x30);
    const { time } = packets[transition]!;
    const clear = { time, linkType: 105, interface: 0, bytes, originalLength: bytes.length };
    const { findings } = reportOn([...packets.slice(0, transition + 1), clear], capture);
    expect(findings.filter(({ rule }) => rule === 'clear-data')).toMatchObject([
      { severity: 'error', session: 1, frames: [transition + 2] },
    ]);
  });
});
