import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { decodeIpv4 } from '../../../src/codecs/link/ipv4.js';
import { decodePdcpLteFraming } from '../../../src/codecs/link/pdcp-lte-framing.js';
import { decodeUdp } from '../../../src/codecs/link/udp.js';
import { deriveKenbStar, deriveSKwt } from '../../../src/crypto/kdf3gpp.js';
import { unprotectSrb } from '../../../src/crypto/pdcp.js';
import { chunksOf, commentsOf, eventsOf, LINKTYPE, only, xwapOf } from '../events.js';
import { type Played, play, secondsOf } from '../play.js';

const association = [
  'authentication',
  'authentication',
  'association-request',
  'association-response',
] as const;
const handshake = ['M1', 'M2', 'M3', 'M4'] as const;

/** The UE's only measure. */
const measureOf = ({ measures }: Played) => measures.ues[0]!;

const STIMULUS = 1.149;

describe('initial-access', () => {
  const played = play('initial-access');

  it('goes through figure 1: WT Addition, RRC, association, handshake, confirmation and report', () => {
    const events = eventsOf(played);
    expect(events.slice(0, 6)).toEqual([
      'XwSetupRequest',
      'XwSetupResponse',
      'WTAdditionRequest',
      'WTAdditionRequestAcknowledge',
      'reconfiguration, WT Counter 0',
      'complete',
    ]);
    expect(events.slice(6, 14)).toEqual([...association, ...handshake]);
    expect([...events.slice(14)].sort()).toEqual(['WTAssociationConfirmation', 'successfulAssociation']);
    expect(measureOf(played).newKey).toMatchObject({ messages: 16, roundTrips: 7 });
  });

  it('sets the SCTP association up first', () => {
    const chunks = played.packets.filter(p => p.linkType === LINKTYPE.xw).map(chunksOf);
    expect(chunks.slice(0, 5)).toEqual([
      ['INIT'],
      ['INIT ACK'],
      ['COOKIE ECHO'],
      ['COOKIE ACK'],
      ['XwSetupRequest'],
    ]);
    expect(chunks[5]).toEqual(['SACK', 'XwSetupResponse']);
  });

  it('writes down KeNB and S-KWT as both sides have them', () => {
    const [kenb] = played.keys.kenbs;
    const [pmk] = played.keys.pmks;
    expect(played.keys.kenbs.length).toBe(1);
    expect(Object.keys(kenb!.from).sort()).toEqual(['enb', 'ue']);
    expect(pmk).toMatchObject({ kenb: kenb!.hex, wtCounter: 0 });
    expect(toHex(deriveSKwt(fromHex(kenb!.hex), 0))).toBe(pmk!.hex);
    expect(Object.keys(pmk!.from).sort()).toEqual(['ue', 'wt']);
  });

  it('shows PDCP that the keys of the keys file open', () => {
    const protectedRun = play('initial-access', { uu: 'pdcp' });
    const [{ rrcInt, rrcEnc, pdcpUeId }] = protectedRun.keys.kenbs as [Played['keys']['kenbs'][number]];
    const pdus = protectedRun.packets
      .filter(p => p.linkType === LINKTYPE.uu)
      .map(p => decodePdcpLteFraming(decodeUdp(decodeIpv4(p.bytes).payload).payload));
    expect(pdus.length).toBe(3);
    for (const { tags, payload } of pdus) {
      const value = (name: string) => tags.find(({ tag }) => tag === name)!.value;
      expect(value('ueId')).toBe(pdcpUeId);
      const opened = unprotectSrb(
        {
          bearer: 0,
          direction: value('direction') as 0 | 1,
          integrity: { algorithm: 2, key: fromHex(rrcInt) },
          ciphering: { algorithm: 2, key: fromHex(rrcEnc) },
        },
        0,
        payload,
      );
      expect(opened.integrity).toBe('valid');
    }
  });
});

describe('COUNT of SRB1', () => {
  it('begins behind what activated security, and at 0 in another cell', () => {
    const { packets, keys } = play('rekey-option-2', { uu: 'pdcp' });
    const shown = packets
      .filter(p => p.linkType === LINKTYPE.uu)
      .map(p => {
        const { tags, payload } = decodePdcpLteFraming(decodeUdp(decodeIpv4(p.bytes).payload).payload);
        const value = (name: string) => tags.find(({ tag }) => tag === name)!.value;
        const { name } = keys.kenbs.find(({ pdcpUeId }) => pdcpUeId === value('ueId'))!;
        return `${name} ${value('direction') === 0 ? 'up' : 'down'} ${payload[0]! & 0x1f}`;
      });
    expect(shown).toEqual([
      // RRCConnectionSetupComplete was 0 of the uplink, SecurityModeComplete 1, SecurityModeCommand 0 of the downlink.
      ...['KeNB #1 down 1', 'KeNB #1 up 2', 'KeNB #1 up 3', 'KeNB #1 down 2'],
      ...['KeNB #2 up 0', 'KeNB #2 down 0', 'KeNB #2 up 1', 'KeNB #2 up 2'],
    ]);
  });
});

describe('option 2', () => {
  const played = play('rekey-option-2');

  it('tells the UE before the WT, and re-keys within the association', () => {
    const events = eventsOf(played, STIMULUS);
    expect(only(events, 'handover', 'reconf', 'complete', 'WTModificationRequest', 'M1').slice(0, 5)).toEqual(
      ['handover', 'complete', 'reconfiguration, WT Counter 0', 'complete', 'WTModificationRequest'],
    );
    expect(events.indexOf('WTModificationRequest')).toBeLessThan(events.indexOf('M1'));
    expect(only(events, 'M')).toEqual(handshake);
    expect(only(events, 'auth', 'assoc', 'deauth', 'reassoc', 'disassoc')).toEqual([]);
    expect(only(events, 'successful')).toEqual(['successfulAssociation']);
    expect(measureOf(played)).toMatchObject({ associations: 1, sKwt: 'S-KWT #2' });
  });

  it('takes the S-KWT from KeNB* of the target cell', () => {
    const [before, after] = played.keys.kenbs;
    expect(toHex(deriveKenbStar(fromHex(before!.hex), { pci: 202, earfcnDl: 1300 }))).toBe(after!.hex);
    expect(after).toMatchObject({ pci: 202, name: 'KeNB #2' });
    expect(played.keys.pmks[1]).toMatchObject({ kenb: after!.hex, wtCounter: 0 });
  });

  it('suspends user data for no longer than a few packets', () => {
    const { uplink, downlink } = measureOf(played);
    for (const flow of [uplink, downlink]) {
      expect(flow.suspension).toBeLessThan(15e6);
      expect(flow.lost).toBeLessThan(3);
    }
  });

  it('uses the next WT Counter where the KeNB stays', () => {
    const refreshed = play('rekey-without-handover');
    expect(eventsOf(refreshed, STIMULUS).slice(0, 3)).toEqual([
      'reconfiguration, WT Counter 1',
      'complete',
      'WTModificationRequest',
    ]);
    expect(refreshed.keys.kenbs.length).toBe(1);
    expect(refreshed.keys.pmks.map(pmk => pmk.wtCounter)).toEqual([0, 1]);
  });

  it('fails with a supplicant that keeps its PMK, and comes back with the new one', () => {
    const events = eventsOf(play('rekey-option-2-stale-supplicant'), STIMULUS);
    expect(only(events, 'M1', 'M2', 'M3', 'M4', 'deauth', 'auth', 'assoc')).toEqual([
      ...['M1', 'M2', 'M1', 'M2', 'M1', 'M2', 'M1', 'M2'],
      'deauthentication 15',
      ...association,
      ...handshake,
    ]);
    expect(only(events, 'successful')).toEqual(['successfulAssociation']);
  });
});

describe('option 1', () => {
  const failing = (name: string, tries: readonly string[]) => {
    const events = eventsOf(play(name), STIMULUS);
    expect(events.slice(0, 4)).toEqual(['handover', 'complete', 'WTModificationRequest', 'M1']);
    expect(only(events, 'M1', 'M2', 'M3', 'M4', 'deauth', 'reconf', 'auth', 'assoc')).toEqual([
      ...tries,
      'deauthentication 15',
      'reconfiguration, WT Counter 0',
      ...association,
      ...handshake,
    ]);
  };

  it('fails on the MIC of M2, four times, and begins anew', () => {
    failing('rekey-option-1-mic', ['M1', 'M2', 'M1', 'M2', 'M1', 'M2', 'M1', 'M2']);
    const said = commentsOf(play('rekey-option-1-mic'));
    expect(said).toContain(
      'M2 MIC fails at the WT under S-KWT #2: it is right under S-KWT #1, on which the UE still is',
    );
    expect(said).toContain('no valid answer to 4 tries of M1: reason 15, the association is lost');
  });

  it('is not answered where M1 names the PMK', () => {
    failing('rekey-option-1-pmkid', ['M1', 'M1', 'M1', 'M1']);
  });

  it('succeeds within the association where RRC is soon enough', () => {
    const events = eventsOf(play('rekey-option-1-won-race'), STIMULUS);
    expect(only(events, 'M1', 'M2', 'M3', 'M4', 'reconf', 'deauth', 'auth')).toEqual([
      ...['M1', 'M2', 'M1', 'M2'],
      'reconfiguration, WT Counter 0',
      ...handshake,
    ]);
  });

  it('turns from failure into success by the time of the RRC message alone', () => {
    const { outcome } = measureOf(play('rekey-option-1-mic', { rrcAfterWtMs: 1500 }));
    expect(outcome).toBe('rekeyed');
    expect(measureOf(play('rekey-option-1-won-race', { rrcAfterWtMs: 4100, durationMs: 7000 })).outcome).toBe(
      'reassociated',
    );
  });

  it('costs user data more than option 2 does', () => {
    const suspension = (name: string) => measureOf(play(name)).downlink.suspension;
    expect(suspension('rekey-option-1-mic')).toBeGreaterThan(10 * suspension('rekey-option-2'));
  });
});

describe('other ways', () => {
  it('rekey-ue-initiated: the UE reassociates by itself', () => {
    const events = eventsOf(play('rekey-ue-initiated'), STIMULUS);
    expect(only(events, 'M1', 'M2', 'M3', 'M4', 'deauth', 'auth', 'assoc', 'reassoc')).toEqual([
      'deauthentication 2',
      'authentication',
      'authentication',
      'reassociation-request',
      'reassociation-response',
      ...handshake,
    ]);
  });

  it('rekey-rel13-release-and-add: everything begins anew at the target', () => {
    const events = eventsOf(play('rekey-rel13-release-and-add'), STIMULUS);
    expect(only(events, 'WT', 'handover', 'reconf', 'complete', 'auth', 'assoc', 'M')).toEqual([
      'WTReleaseRequest',
      'handover',
      'complete',
      'WTAdditionRequest',
      'WTAdditionRequestAcknowledge',
      'reconfiguration, WT Counter 0',
      'complete',
      ...association,
      ...handshake,
      'WTAssociationConfirmation',
    ]);
  });

  it('wt-counter-wrap: another KeNB of the same cell comes first', () => {
    const played = play('wt-counter-wrap');
    expect(only(eventsOf(played), 'handover', 'reconf', 'complete')).toEqual([
      'reconfiguration, WT Counter 65535',
      'complete',
      'handover',
      'complete',
      'reconfiguration, WT Counter 0',
      'complete',
    ]);
    expect(played.keys.kenbs.map(kenb => kenb.pci)).toEqual([101, 101]);
    expect(new Set(played.keys.pmks.map(pmk => `${pmk.kenb} ${pmk.wtCounter}`)).size).toBe(2);
  });

  it('wt-modification-rejected: the eNB tries again with another WT Counter', () => {
    const played = play('wt-modification-rejected');
    expect(only(eventsOf(played, STIMULUS), 'reconf', 'WT', 'M1')).toEqual([
      'reconfiguration, WT Counter 0',
      'WTModificationRequest',
      'WTModificationRequestReject',
      'reconfiguration, WT Counter 1',
      'WTModificationRequest',
      'M1',
      'WTModificationRequestAcknowledge',
    ]);
    expect(played.keys.pmks.map(pmk => Object.keys(pmk.from).sort())).toEqual([
      ['ue', 'wt'],
      ['ue'],
      ['ue', 'wt'],
    ]);
  });

  it('wt-modification-rejected: the eNB gives LWA up where the WT goes on refusing', () => {
    const played = play('wt-modification-rejected', { refusals: 10 });
    const events = only(eventsOf(played, STIMULUS), 'WTMod', 'WTRel', 'reconfiguration, LWA');
    expect(events.filter(event => event === 'WTModificationRequestReject').length).toBe(4);
    expect([...events.slice(-2)].sort()).toEqual(['WTReleaseRequest', 'reconfiguration, LWA release']);
    expect(measureOf(played).outcome).toBe('released');
  });

  it('handover-without-wt-change: the target adds the WT before the source releases it, and re-keys', () => {
    const played = play('handover-without-wt-change');
    const events = eventsOf(played, STIMULUS);
    expect(events.slice(0, 2)).toEqual(['WTAdditionRequest', 'WTAdditionRequestAcknowledge']);
    expect(only(events, 'handover', 'complete', 'reconf', 'WTMod', 'M', 'auth', 'deauth')).toEqual([
      'handover',
      'complete',
      'reconfiguration, WT Counter 0',
      'complete',
      'WTModificationRequest',
      'M1',
      ...only(events, 'M2', 'WTModificationRequestA'),
      'M3',
      'M4',
    ]);
    const requests = played.packets.filter(p => p.linkType === LINKTYPE.xw).flatMap(xwapOf);
    const addition = requests.findLast(m => m.message === 'WTAdditionRequest');
    const release = requests.find(m => m.message === 'WTReleaseRequest');
    expect(addition?.ies).toMatchObject({ 'WT-UE-XwAP-ID': Uint8Array.of(0, 0, 1) });
    expect(addition?.ies).not.toHaveProperty('WLANSecurityInfo');
    expect(release?.ies).toMatchObject({ 'UE-ContextKeptIndicator': 'true' });
    expect(events.indexOf('WTReleaseRequest')).toBeLessThan(events.indexOf('WTModificationRequest'));
    expect(measureOf(played).associations).toBe(1);
  });

  it('rekey-ue-initiated: a WT that is given the new S-KWT during the handshake goes on under it', () => {
    const played = play('rekey-ue-initiated', { xwDelayMs: 40, durationMs: 8000, dataIntervalMs: 50 });
    expect(measureOf(played)).toMatchObject({ outcome: 'reassociated', associations: 2, sKwt: 'S-KWT #2' });
    expect(only(eventsOf(played, STIMULUS), 'deauth')).toEqual(['deauthentication 2']);
    expect(measureOf(played).uplink.suspension).toBeLessThan(300e6);
  });

  it('association-timeout: T351 ends it', () => {
    const played = play('association-timeout');
    const events = only(eventsOf(played), 'fail', 'WTRel', 'reconf');
    expect(events.slice(0, 2)).toEqual(['reconfiguration, WT Counter 0', 'failureTimeout']);
    expect([...events.slice(2)].sort()).toEqual(['WTReleaseRequest', 'reconfiguration, LWA release']);
    const at = played.keys.pmks[0]!.from.ue!;
    const report = played.packets.filter(p => p.linkType === LINKTYPE.uu)[2]!;
    expect(secondsOf(report) - at).toBeGreaterThan(10);
  });

  it('group-rekey: a new GTK under the PTK in use', () => {
    const played = play('group-rekey');
    expect(only(eventsOf(played), 'G')).toEqual(['G1', 'G2']);
    expect(played.keys.gtks.map(gtk => gtk.keyId)).toEqual([1, 2]);
  });

  it('lossy: everything is repeated until it is there', () => {
    const runs = [1, 2, 3, 4, 5].map(seed => play('lossy', {}, seed));
    expect(runs.map(run => measureOf(run).outcome)).toEqual(new Array(5).fill('rekeyed'));
    for (const run of runs) {
      expect(commentsOf(run)).toContain('the receiver misses this frame');
      // GTP-U repeats nothing that Xw loses, and puts nothing back in order.
      for (const { sent, received, reordered } of [measureOf(run).uplink, measureOf(run).downlink]) {
        expect(received / sent).toBeGreaterThan(0.85);
        expect(received / sent).toBeLessThan(0.97);
        expect(reordered / sent).toBeGreaterThan(0.05);
      }
    }
    expect(runs.some(run => commentsOf(run).includes('lost on the link'))).toBe(true);
    const chunks = runs.flatMap(run => run.packets.filter(p => p.linkType === LINKTYPE.xw).flatMap(chunksOf));
    expect(chunks.filter(chunk => chunk === 'WTModificationRequest').length).toBeGreaterThan(5);
  }, 120_000);
});

describe('a report that falls into a handover', () => {
  it('waits for the Complete, and is sent under the new KeNB', () => {
    const { packets, keys } = play('rekey-option-2', { uu: 'pdcp', stimulusAfterMs: 60, dataIntervalMs: 50 });
    const shown = packets.filter(p => p.linkType === LINKTYPE.uu);
    const said = (start: string) => shown.findIndex(p => p.comments?.some(text => text.startsWith(start)));
    const arrival = said('the UE is in the cell with PCI 202, under KeNB #2');
    const report = said('the UE is connected under S-KWT #1');
    expect(report).toBe(arrival + 1);
    const { tags } = decodePdcpLteFraming(decodeUdp(decodeIpv4(shown[report]!.bytes).payload).payload);
    expect(tags.find(({ tag }) => tag === 'ueId')!.value).toBe(keys.kenbs[1]!.pdcpUeId);
  });

  it('goes to the eNB of the target cell', () => {
    const played = play('handover-without-wt-change', { stimulusAfterMs: 40, dataIntervalMs: 50 });
    expect(only(eventsOf(played), 'handover', 'complete', 'successful').slice(0, 4)).toEqual([
      'complete',
      'handover',
      'complete',
      'successfulAssociation',
    ]);
    expect(measureOf(played).outcome).toBe('rekeyed');
  });
});

describe('the way to a new key', () => {
  it.each([
    ['rekey-option-2', { stimulusAfterMs: 110 }, 100, 150],
    ['rekey-option-2', { stimulusAfterMs: 60 }, 100, 150],
    // As LWA begins: the handover waits for that.
    ['rekey-option-2', { stimulusAfterMs: 0 }, 150, 250],
    // Before there is an Xw interface: both wait.
    ['rekey-option-2', { stimulusAfterMs: 0, xwDelayMs: 60 }, 500, 800],
    ['rekey-option-1-mic', { stimulusAfterMs: 50 }, 4200, 4500],
    ['rekey-rel13-release-and-add', { stimulusAfterMs: 60 }, 150, 300],
  ])('of %s with %o ends with the key of the last decision', (name, overrides, least, most) => {
    const played = play(name, overrides);
    const ends = commentsOf(played).filter(text => text.startsWith('user data flows both ways'));
    expect(ends).toHaveLength(1);
    expect(ends[0]).toContain(' under S-KWT #2, ');
    const after = measureOf(played).newKey!.after / 1e6;
    expect(after).toBeGreaterThan(least);
    expect(after).toBeLessThan(most);
  });
});

describe('outcomes', () => {
  it('are the same for many UEs', () => {
    const played = play('rekey-option-2', { ues: 60, dataIntervalMs: 0, stimulusAfterMs: 200 });
    expect(new Set(played.measures.ues.map(ue => ue.outcome))).toEqual(new Set(['rekeyed']));
    expect(played.keys.kenbs.length).toBe(120);
  });
});
