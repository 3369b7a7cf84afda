import { describe, expect, it } from 'vitest';
import { isProtected } from '../../src/codecs/dot11/header.js';
import { radiotapLength } from '../../src/codecs/dot11/radiotap.js';
import { fromHex } from '../../src/codecs/hex.js';
import { LWAAP_ETHERTYPE } from '../../src/codecs/link/llc.js';
import { decodeLwaap } from '../../src/codecs/rrc/lwaap.js';
import { scenarios } from '../../src/flows/index.js';
import { countOf } from '../../src/flows/user-data.js';
import { payloadOf } from '../../src/flows/wlan/frames.js';
import { createTemporalKey } from '../../src/flows/wlan/temporal-key.js';
import { gPduOf, LINKTYPE } from './events.js';
import { run } from './play.js';

const TRIES = [2, 3, 4];
const LOST = 'no valid answer to 4 tries of M1: reason 15, the association is lost';
const MIC_FAILS =
  'M2 MIC fails at the WT under S-KWT #2: it is right under S-KWT #1, on which the UE still is';

const handshake = (sKwt: string): readonly string[] => [
  `the WT starts a 4-way handshake under ${sKwt}`,
  `the MIC of M2 is right at the WT under ${sKwt}`,
  `the UE takes the PTK from ${sKwt} into use`,
  `the WT takes the PTK from ${sKwt} into use`,
];
const access = (wtCounter: number): readonly string[] => [
  'the WT expects the UE, with S-KWT #1',
  `LWA begins: WT Counter ${wtCounter} under KeNB #1`,
  `the UE now has S-KWT #1, from KeNB #1 and WT Counter ${wtCounter}`,
  'T351 starts: 30 s',
  ...handshake('S-KWT #1'),
];
const handover = [
  'handover to PCI 202: LWA goes on, the WT stays',
  'the UE is in the cell with PCI 202, under KeNB #2',
];
const ueFirst = (sKwt: string, wtCounter: number, kenb: string): readonly string[] => [
  `the eNB tells the UE before the WT: WT Counter ${wtCounter} under ${kenb}`,
  `the UE now has ${sKwt}, from ${kenb} and WT Counter ${wtCounter}`,
  'the UE has the new S-KWT: now the eNB gives it to the WT',
];
const wtFirst = [
  'the eNB gives the WT a new S-KWT, of which the UE does not know yet',
  'the WT now holds S-KWT #2',
];
const ueSecond = [
  'the eNB tells the UE after the WT: WT Counter 0 under KeNB #2',
  'the UE now has S-KWT #2, from KeNB #2 and WT Counter 0',
];
const option2 = [...ueFirst('S-KWT #2', 0, 'KeNB #2'), 'the WT now holds S-KWT #2', ...handshake('S-KWT #2')];

/** What an engineer in Wireshark is to be told, in this order, between whatever else there is. */
const TURNING_POINTS: Readonly<Record<string, readonly string[]>> = {
  'wlan-initial': handshake('S-KWT #1'),
  'wlan-rekey': [...handshake('S-KWT #1'), ...handshake('S-KWT #2')],
  'initial-access': access(0),
  'rekey-option-2': [...access(0), ...handover, ...option2],
  'rekey-option-1-mic': [
    ...access(0),
    ...handover,
    ...wtFirst,
    'the WT starts a 4-way handshake under S-KWT #2',
    MIC_FAILS,
    ...TRIES.flatMap(n => [`M1, try ${n} of 4`, MIC_FAILS]),
    LOST,
    ...ueSecond,
    ...handshake('S-KWT #2'),
  ],
  'rekey-option-1-pmkid': [
    ...access(0),
    ...handover,
    ...wtFirst,
    'the WT starts a 4-way handshake under S-KWT #2',
    ...['', ...TRIES.map(n => `M1, try ${n} of 4`)].flatMap(comment => [
      ...(comment === '' ? [] : [comment]),
      'M1 carries a PMKID that is not that of S-KWT #1: the UE does not answer (12.7.6.2)',
    ]),
    LOST,
    ...ueSecond,
    ...handshake('S-KWT #2'),
  ],
  'rekey-option-1-won-race': [
    ...access(0),
    ...handover,
    ...wtFirst,
    MIC_FAILS,
    'M1, try 2 of 4',
    MIC_FAILS,
    ...ueSecond,
    'M1, try 3 of 4',
    ...handshake('S-KWT #2').slice(1),
  ],
  'rekey-option-2-stale-supplicant': [
    ...access(0),
    ...handover,
    ...option2.slice(0, 5),
    'the UE answers under S-KWT #1, loaded at association, though it has S-KWT #2',
    MIC_FAILS,
    LOST,
    ...handshake('S-KWT #2'),
  ],
  'rekey-ue-initiated': [
    ...access(0),
    ...handover,
    ...wtFirst,
    'the UE leaves the association to enter it anew: reason 2',
    ...handshake('S-KWT #2'),
  ],
  'rekey-rel13-release-and-add': [
    ...access(0),
    'the WT ends the association and knows the UE no more',
    'handover to PCI 202: LWA ends',
    'the WT releases this UE: reason 2',
    'the UE is in the cell with PCI 202, under KeNB #2',
    'the UE has released LWA',
    'the WT expects the UE, with S-KWT #2',
    'LWA begins: WT Counter 0 under KeNB #2',
    ...handshake('S-KWT #2'),
    'the WT confirms to the eNB that the UE is associated',
  ],
  'rekey-without-handover': [...access(0), ...ueFirst('S-KWT #2', 1, 'KeNB #1'), ...handshake('S-KWT #2')],
  'wt-counter-wrap': [
    ...access(65535),
    'handover to PCI 101, the same cell, as WT Counter 65535 was the last of KeNB #1: LWA goes on, the WT stays',
    'the UE is in the cell with PCI 101, under KeNB #2',
    ...option2,
  ],
  'handover-without-wt-change': [
    ...access(0),
    'the WT knows the UE by its WT UE XwAP ID: the association goes on, under S-KWT #1',
    'UE context kept: the WT goes on with the UE for the target eNB',
    'handover to PCI 202, of another eNB: LWA goes on, the WT stays',
    'the UE is in the cell with PCI 202, under KeNB #2',
    ...option2,
  ],
  'wt-modification-rejected': [
    ...access(0),
    ...handover,
    ...ueFirst('S-KWT #2', 0, 'KeNB #2'),
    'the WT refuses the new S-KWT and goes on with the old one',
    'UE and WT hold different keys: the eNB tries again with another WT Counter',
    ...ueFirst('S-KWT #3', 1, 'KeNB #2'),
    'the WT now holds S-KWT #3',
    ...handshake('S-KWT #3'),
  ],
  'wt-release-required': [
    ...access(0),
    'the WT requires the release of the UE, reduce-load: the eNB confirms',
    'the eNB has confirmed: the WT ends the association and knows the UE no more',
    'the eNB releases LWA, as the WT requires it',
    'the WT releases this UE: reason 2',
    'the UE has released LWA',
  ],
  'out-of-reach': [
    ...access(0),
    'no Ack has come: the UE asks whether the WT is still in reach',
    'the WLAN is out of reach of the UE',
    'the UE reports failureWlanRadioLink: the eNB releases LWA',
    'the WT ends the association and knows the UE no more',
    'the eNB releases LWA',
    'the WT releases this UE: reason 2',
    'the UE has released LWA',
  ],
  'association-timeout': [
    ...access(0).slice(0, 3),
    'T351 starts: 10 s',
    'T351 has expired, and the UE is not associated',
    'the UE reports failureTimeout: the eNB releases LWA',
    'the WT ends the association and knows the UE no more',
    'the eNB releases LWA',
    'the UE has released LWA',
  ],
  'group-rekey': [...access(0), 'the WT hands out GTK with key ID 2', 'the UE has taken GTK with key ID 2'],
  lossy: [...access(0), ...handover, ...option2],
};

describe('comments in the capture', () => {
  it('name the packet of user data that a re-key costs', () => {
    const lost = Array.from({ length: 20 }, (_, seed) => {
      const { packets, measures } = run('rekey-option-2', { durationMs: 1400 }, seed);
      const dropped = packets.filter(p =>
        p.comments?.some(text => text.startsWith('dropped: no key in use opens it')),
      );
      expect(dropped.length).toBe(measures.run.lost);
      return dropped.length;
    });
    // It costs one, or none, by where the handshake falls between two packets.
    expect(new Set(lost)).toEqual(new Set([0, 1]));
  });

  const tested = scenarios.filter(s => !s.name.startsWith('attack-'));

  it.each(tested.map(s => [s.name]))('%s: each turning point, in order', name => {
    const said = run(name).packets.flatMap(p => p.comments ?? []);
    const expected = TURNING_POINTS[name] ?? ['a list of the turning points of this scenario'];
    let at = 0;
    // What is looked for is taken out of the rest, so that a failure names the first that is missing.
    const found = expected.filter(comment => {
      const next = said.indexOf(comment, at);
      if (next >= 0) at = next + 1;
      return next >= 0;
    });
    expect(found).toEqual(expected);
  });

  it.each(
    tested.filter(s => s.expect.outcome !== 'failed' && s.parameters.uu !== undefined).map(s => [s.name]),
  )('%s: the end of the way to a new key stands at the packet that ends it', name => {
    const { packets, keys, measures } = run(name);
    const { newKey, sKwt = keys.pmks.at(-1)!.name } = measures.ues[0]!;
    const text = `user data flows both ways under ${sKwt}, ${(newKey!.after / 1e6).toFixed(1)} ms after the eNB began`;
    const marked = packets.findIndex(p => p.comments?.includes(text));
    // The first packet of user data in each direction that opens under the last PTK: of the uplink, where it is at the eNB.
    const tk = fromHex(keys.ptks.at(-1)!.tk);
    let atUe = -1;
    let atEnb = -1;
    let firstUplink = Number.POSITIVE_INFINITY;
    packets.forEach((packet, i) => {
      const { linkType, bytes, comments = [] } = packet;
      if (comments.includes('the receiver misses this frame') || comments.includes('lost on the link'))
        return;
      if (linkType === LINKTYPE.wlan) {
        const mpdu = bytes.subarray(radiotapLength(bytes));
        const isUplink = (mpdu[1]! & 3) === 1;
        if (!isProtected(mpdu) || (isUplink ? firstUplink < Number.POSITIVE_INFINITY : atUe >= 0)) return;
        const clear = createTemporalKey('00-0F-AC:4', tk).open(mpdu);
        const content = clear && payloadOf(clear);
        if (content?.etherType !== LWAAP_ETHERTYPE) return;
        if (isUplink) firstUplink = countOf(decodeLwaap(content.payload).payload, 18)!;
        else atUe = i;
      } else if (atEnb < 0) {
        const gPdu = gPduOf(packet);
        if (gPdu?.isUplink && countOf(gPdu.pdcp, 18)! >= firstUplink) atEnb = i;
      }
    });
    expect(Math.min(atUe, atEnb)).toBeGreaterThan(0);
    expect(marked).toBe(Math.max(atUe, atEnb));
  });
});
