import { describe, expect, it } from 'vitest';
import { eapolKey, encodeEapolKey, encodeKeyData } from '../../../src/codecs/dot11/index.js';
import { EAPOL_ETHERTYPE, snap } from '../../../src/codecs/link/index.js';
import { signEapolKey } from '../../../src/crypto/index.js';
import {
  allOf,
  associated,
  beacon,
  dataFromAp,
  dataToAp,
  deauthentication,
  errors,
  groupData,
  groupHandshake,
  gtkKde,
  handshake,
  key32,
  keyFrame,
  mics,
  pmks,
  reportOnMpdus,
  runs,
  STATION,
  stationOf,
  under,
  userData,
} from '../peer.js';

const A = key32(0xa1);
const B = key32(0xb2);
const keysOfA = pmks({ A });
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const second = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
const start = [beacon(), ...associated];
/** The frame with the next sequence number. */
const sentAgain = (mpdu: Uint8Array): Uint8Array => mpdu.with(22, (mpdu[22]! + 0x10) & 0xff);
const withoutItem = <T>(items: readonly T[], item: T): T[] => items.filter(other => other !== item);

describe('a frame whose body goes on behind its key data', () => {
  /** Octets of the MAC header and of LLC/SNAP. */
  const EAPOL_AT = 24 + 8;
  const prolonged = (mpdu: Uint8Array, more: number, kck: Uint8Array): Uint8Array => {
    const eapol = Uint8Array.of(...mpdu.subarray(EAPOL_AT), ...new Uint8Array(more).fill(0x5a));
    eapol[3]! += more;
    return Uint8Array.of(...mpdu.subarray(0, EAPOL_AT), ...signEapolKey('hmac-sha1-128', kck, eapol));
  };

  /** hostapd and wpa_supplicant do not look at the octets either. */
  it('is read, its MIC over all of the body', () => {
    const { m1, m2, m3, m4, ptk } = first;
    const [m2Long, m4Long] = [prolonged(m2, 2, ptk.kck), prolonged(m4, 1, ptk.kck)];
    const report = reportOnMpdus([...start, m1, m2Long, m3, m4Long], keysOfA);
    expect(mics(report)).toEqual(['M1 none', 'M2 valid A', 'M3 valid A', 'M4 valid A']);
    expect(runs(report)).toEqual(['initial 4,5,6,7']);
    expect(report.findings).toEqual([]);
  });

  it('has a wrong MIC where that is over the key data alone', () => {
    const { m1, m2 } = first;
    const m2Long = Uint8Array.of(...m2, 0x5a);
    m2Long[EAPOL_AT + 3]! += 1;
    expect(mics(reportOnMpdus([...start, m1, m2Long], keysOfA))).toEqual(['M1 none', 'M2 invalid']);
  });
});

describe('a handshake that the AP breaks off for the next', () => {
  const next = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 2 });

  it('has the M4 that crosses M1 of the next', () => {
    const { m1, m2, m3, m4 } = first;
    const report = reportOnMpdus([...start, m1, m2, m3, second.m1, m4, ...allOf(second).slice(1)], keysOfA);
    expect(runs(report)).toEqual(['initial 4,5,6,8', 'initial 7,9,10,11']);
    expect(mics(report).every(mic => /^M1 none$|valid A$/.test(mic))).toBe(true);
    expect(report.findings).toEqual([]);
  });

  it('has the M2 that does', () => {
    const report = reportOnMpdus([...start, first.m1, next.m1, first.m2, ...allOf(next).slice(1)], keysOfA);
    expect(runs(report)).toEqual(['-initial 4,6', 'initial 5,7,8,9']);
    expect(report.findings.map(({ rule, frames }) => [rule, frames])).toEqual([
      ['handshake-incomplete', [4, 6]],
    ]);
  });

  it('is over with the first answer in the next', () => {
    const report = reportOnMpdus([...start, first.m1, ...allOf(next), first.m2], keysOfA);
    expect(report.findings.map(({ rule, frames }) => [rule, frames])).toEqual([
      ['handshake-incomplete', [4]],
    ]);
    expect(runs(report)).toEqual(['-initial 4,9', 'initial 5,6,7,8']);
  });
});

describe('an answer that comes again in the next handshake', () => {
  // As when the AP repeats M3 and begins anew before the second M4 is there: its counter is that of the handshake before.
  const rekeying = [...start, ...allOf(first), second.m1];
  const lateM4 = sentAgain(first.m4);
  const failing = ({ m1 }: typeof first): Uint8Array[] => [m1, deauthentication('ap', 15)].map(sentAgain);

  it('is of the handshake that it repeats, and completes no other', () => {
    for (const keys of [keysOfA, {}]) {
      const report = reportOnMpdus([...rekeying, lateM4, ...failing(second)], keys);
      expect(runs(report)).toEqual(['initial 4,5,6,7,9', '-re-key 8,10']);
      expect(report.findings.map(({ rule }) => rule)).toContain('handshake-timeout');
    }
  });

  it('is that after an answer in the next, too', () => {
    const report = reportOnMpdus([...rekeying, second.m2, lateM4, second.m3, second.m4], keysOfA);
    expect(runs(report)).toEqual(['initial 4,5,6,7,10', 're-key 8,9,11,12']);
    expect(report.findings.filter(({ rule }) => rule !== 'clear-eapol')).toEqual([]);
  });

  it('ends nothing where it is of one before that', () => {
    const third = handshake({ pmk: A, aNonce: 5, sNonce: 6, counter: 5 });
    const report = reportOnMpdus(
      [...rekeying, ...allOf(second).slice(1), third.m1, lateM4, ...failing(third)],
      keysOfA,
    );
    expect(runs(report).at(-1)).toBe('-re-key 12,14');
  });
});

describe('an association that is answered twice', () => {
  it('takes an answer to the M1 that came between', () => {
    const again = sentAgain(associated[1]!);
    const { m1, m2, m3, m4 } = first;
    const report = reportOnMpdus([...start, m1, again, m2, ...[m3, m4].map(sentAgain)], keysOfA);
    expect(mics(report)).toEqual(['M1 none', 'M2 valid A', 'M3 valid A', 'M4 valid A']);
    expect(errors(report)).toEqual([]);
  });

  it('judges it with all nonces where there is another M1', () => {
    const again = sentAgain(associated[1]!);
    const anew = handshake({ pmk: A, aNonce: 3, sNonce: 4 });
    const report = reportOnMpdus(
      [...start, first.m1, again, anew.m1, first.m2, ...allOf(anew).slice(1)],
      keysOfA,
    );
    expect(mics(report)[2]).toBe('M2 valid A');
    expect(runs(report).at(-1)).toMatch(/^initial /);
    expect(errors(report)).toEqual([]);
  });
});

describe('a handshake that the capture shows in part', () => {
  const rekeyed = [...start, ...allOf(first), ...allOf(second)];

  it('is whole here', () => {
    const report = reportOnMpdus(rekeyed, keysOfA);
    expect(runs(report)).toEqual(['initial 4,5,6,7', 're-key 8,9,10,11']);
    expect(mics(report).slice(4)).toEqual(['M1 none', 'M2 valid A', 'M3 valid A', 'M4 valid A']);
    expect(errors(report)).toEqual([]);
  });

  it('without M1 is verified once M3 repeats its nonce', () => {
    const report = reportOnMpdus(withoutItem(rekeyed, second.m1), keysOfA);
    expect(mics(report).slice(4)).toEqual(['M2 valid A', 'M3 valid A', 'M4 valid A']);
    expect(runs(report)).toEqual(['initial 4,5,6,7', 're-key 8,9,10']);
    expect(errors(report)).toEqual([]);
  });

  it('without M1 and M3 is not verified, which is no error', () => {
    const report = reportOnMpdus(
      rekeyed.filter(f => f !== second.m1 && f !== second.m3),
      keysOfA,
    );
    expect(mics(report).slice(4)).toEqual(['M2 unverified', 'M4 unverified']);
    expect(errors(report)).toEqual([]);
  });

  it('without M2 is not verified, which is no error', () => {
    const report = reportOnMpdus(withoutItem(rekeyed, second.m2), keysOfA);
    expect(mics(report).slice(4)).toEqual(['M1 none', 'M3 unverified', 'M4 unverified']);
    expect(errors(report)).toEqual([]);
  });

  it('with M3 before M2 is verified, and gives its group key', () => {
    const gtk = new Uint8Array(16).fill(9);
    const { m1, m2, m3, m4 } = handshake({ pmk: A, aNonce: 1, sNonce: 2, gtk });
    const report = reportOnMpdus([...start, m1, m3, m2, m4, groupData(gtk)], keysOfA);
    expect(mics(report)).toEqual(['M1 none', 'M3 valid A', 'M2 valid A', 'M4 valid A']);
    expect(runs(report)).toEqual(['initial 4,5,6,7']);
    expect(report.sessions[0]!.keys.map(k => [k.kind, k.frame])).toEqual([
      ['ptk', 6],
      ['gtk', 5],
    ]);
    expect(report.sessions[0]!.protectedFrames).toEqual({ decrypted: 1, undecrypted: 0 });
  });

  it('without all between M2 and the M4 of the next is not complete', () => {
    const report = reportOnMpdus([...start, first.m1, first.m2, second.m4], keysOfA);
    expect(runs(report)).toEqual(['-initial 4,5,6']);
    expect(mics(report).at(-1)).toBe('M4 unverified');
    expect(runs(reportOnMpdus([...start, first.m1, first.m2, first.m4], keysOfA))).toEqual(['initial 4,5,6']);
  });

  it('of which only M4 is there does not swallow the next one', () => {
    const report = reportOnMpdus([first.m4, ...allOf(second)], keysOfA);
    expect(runs(report)).toEqual(['initial 1', 're-key 2,3,4,5']);
  });

  it('is a re-key if its M1 comes encrypted, though the M4 before it was not seen', () => {
    const report = reportOnMpdus(
      [...start, first.m1, first.m2, first.m3, under(first.ptk.tk, second.m1), second.m2],
      keysOfA,
    );
    expect(runs(report)).toEqual(['-initial 4,5,6', '-re-key 7,8']);
  });
});

describe('the key that proves a MIC', () => {
  it('is named among several, each at its time', () => {
    const underB = handshake({ pmk: B, aNonce: 5, sNonce: 6, counter: 3 });
    const report = reportOnMpdus([...start, ...allOf(first), ...allOf(underB)], pmks({ C: key32(7), B, A }));
    expect(mics(report)).toEqual(
      ['M1 none', 'M2 valid A', 'M3 valid A', 'M4 valid A'].concat([
        'M1 none',
        'M2 valid B',
        'M3 valid B',
        'M4 valid B',
      ]),
    );
  });

  it('may be one station’s alone', () => {
    const other = handshake({ pmk: A, aNonce: 1, sNonce: 2, station: stationOf(2) });
    const report = reportOnMpdus([...start, ...allOf(first), ...allOf(other)], {
      pmks: [{ name: 'A', pmk: A, station: STATION }],
    });
    expect(mics(report).filter(mic => mic === 'M2 valid A')).toHaveLength(1);
    expect(mics(report).slice(4)).toEqual(['M1 none', 'M2 unverified', 'M3 unverified', 'M4 unverified']);
  });

  it.each([48, 64])('is not looked for with a PMK of %i octets, which is none of its AKM', length => {
    const pmk = Uint8Array.of(...A, ...A).subarray(0, length);
    const report = reportOnMpdus([...start, ...allOf(first)], pmks({ pmk }));
    expect(mics(report)).toEqual(['M1 none', 'M2 unverified', 'M3 unverified', 'M4 unverified']);
    expect(errors(report)).toEqual([]);
  });

  it('is none of those given where the station goes over to another between two tries', () => {
    const old = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
    const changed = handshake({ pmk: B, aNonce: 3, sNonce: 5, counter: 4 });
    const report = reportOnMpdus([...start, ...allOf(first), old.m1, old.m2, ...allOf(changed)], keysOfA);
    expect(runs(report)).toEqual(['initial 4,5,6,7', 're-key 8,9,10,11,12,13']);
    expect(report.sessions[0]!.handshakes[1]!.pmk).toBeUndefined();
    expect(errors(report)).toEqual([]);
    expect(
      report.findings.filter(({ rule }) => rule !== 'clear-eapol').map(({ message }) => message),
    ).toEqual([
      'The handshake in frames 11, 12 and 13 is under a PMK that is none of those given; both sides hold it.',
    ]);
  });

  it('is none of those given where the PMK differs', () => {
    expect(mics(reportOnMpdus([...start, ...allOf(first)], pmks({ B })))).toEqual([
      'M1 none',
      'M2 invalid',
      'M3 invalid',
      'M4 invalid',
    ]);
  });
});

describe('handshakes that fail while data flows', () => {
  /** Of a supplicant that makes a new nonce for each M1. */
  const failing = Array.from({ length: 12 }, (_, i) =>
    handshake({ pmk: B, aNonce: 50, sNonce: 100 + i, counter: 10 + i }),
  ).flatMap(({ m1, m2 }) => [m1, m2]);

  it.each([
    ['was used before', [userData(first.ptk)]],
    ['was not used yet', []],
  ])('leave the TK in place that %s, and its KCK and KEK', (_, used) => {
    const gtk = new Uint8Array(16).fill(9);
    const { g1, g2 } = groupHandshake(first.ptk, 40, gtk);
    const report = reportOnMpdus(
      [
        ...start,
        ...allOf(handshake({ pmk: B, aNonce: 8, sNonce: 9 })),
        ...allOf(first),
        ...used,
        ...failing,
        userData(first.ptk),
        under(first.ptk.tk, g1),
        under(first.ptk.tk, g2),
        groupData(gtk, 2),
      ],
      pmks({ A, B }),
    );
    expect(mics(report).slice(-2)).toEqual(['G1 valid A', 'G2 valid A']);
    expect(report.sessions[0]!.protectedFrames).toEqual({ decrypted: used.length + 4, undecrypted: 0 });
  });
});

describe('group keys', () => {
  const gtk = new Uint8Array(16).fill(5);

  it('that come late open the frames before them, counted once for two stations', () => {
    const two = handshake({ pmk: A, aNonce: 5, sNonce: 6, gtk, station: stationOf(2) });
    const report = reportOnMpdus(
      [...start, groupData(gtk), groupData(gtk), first.m1, ...allOf(two), groupData(gtk)],
      keysOfA,
    );
    expect(report.sessions.map(s => s.protectedFrames)).toEqual([
      { decrypted: 3, undecrypted: 0 },
      { decrypted: 0, undecrypted: 0 },
    ]);
  });

  it('are not taken from a forged message in clear, nor does it pass for one under a known key', () => {
    const forged = encodeKeyData([gtkKde(gtk)]);
    const g1 = keyFrame({ info: 0x0382, counter: 9, keyData: forged, kck: key32(0).subarray(16) });
    const m3 = keyFrame({
      info: 0x03ca,
      counter: 9,
      nonce: key32(8),
      keyData: forged,
      kck: key32(0).subarray(16),
    });
    const report = reportOnMpdus([...start, ...allOf(first), g1, m3, groupData(gtk)], keysOfA);
    expect(mics(report).slice(4)).toEqual(['G1 invalid', 'M3 unverified']);
    expect(report.sessions[0]!.handshakes.map(h => h.pmk)).toEqual(['A', undefined, undefined]);
    expect(report.sessions[0]!.protectedFrames).toEqual({ decrypted: 0, undecrypted: 1 });
  });

  it('are one handshake however often G1 and G2 are repeated', () => {
    const again = [5, 6, 7].flatMap(counter => {
      const { g1, g2 } = groupHandshake(first.ptk, counter, gtk);
      return [under(first.ptk.tk, g1), under(first.ptk.tk, g2)];
    });
    const other = groupHandshake(first.ptk, 8, new Uint8Array(16).fill(6), 1);
    const report = reportOnMpdus([...start, ...allOf(first), ...again, other.g1, other.g2], keysOfA);
    expect(runs(report)).toEqual(['initial 4,5,6,7', 'group 8,9,10,11,12,13', 'group 14,15']);
  });
});

describe('two pairwise keys at a time', () => {
  it('open frames under either key ID', () => {
    const clear = dataToAp([0xaa, 0xaa, 3, 0, 0, 0, 8, 0, 1]);
    const report = reportOnMpdus(
      [
        ...start,
        ...allOf(first),
        ...allOf(second),
        under(first.ptk.tk, clear, 0),
        under(second.ptk.tk, clear, 1),
        under(first.ptk.tk, clear, 0),
      ],
      keysOfA,
    );
    expect(report.sessions[0]!.protectedFrames).toEqual({ decrypted: 3, undecrypted: 0 });
  });
});

describe('what is no EAPOL-Key frame', () => {
  it.each([
    ['EAPOL-Start', [1, 1, 0, 0]],
    ['one that is cut short', [2, 3, 0, 95, 2, 0]],
    ['no EAPOL at all', []],
  ])('%s: is passed over', (_, eapol) => {
    const body = [0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e, ...eapol];
    const report = reportOnMpdus([...start, dataToAp(body), dataFromAp(body)], keysOfA);
    expect(report.sessions[0]!.eapolKeyFrames).toEqual([]);
    expect(report.sessions[0]!.verdict).toBe('No handshake in the capture, nor a whole EAPOL-Key frame.');
  });

  it('a request is told, and begins no handshake', () => {
    const request = keyFrame({ info: 0x0b0a, counter: 0, kck: first.ptk.kck });
    const report = reportOnMpdus([...start, ...allOf(first), under(first.ptk.tk, request)], keysOfA);
    expect(mics(report).at(-1)).toBe('request valid A');
    expect(runs(report)).toEqual(['initial 4,5,6,7']);
  });
});

describe('a MIC of a length that is not of its algorithm', () => {
  it('is invalid under every key, and ends nothing', () => {
    // Descriptor version 2 is HMAC-SHA-1-128, of 16 octets; 24 are of suites that say so by version 0.
    const frame = (keyAck: boolean, octet: number): ArrayLike<number> =>
      snap(
        EAPOL_ETHERTYPE,
        encodeEapolKey(
          eapolKey({
            keyInformation: { keyDescriptorVersion: 2, keyType: 1, keyAck, keyMic: !keyAck },
            keyReplayCounter: 1n,
            keyNonce: key32(octet),
            keyMic: new Uint8Array(24).fill(keyAck ? 0 : 7),
            keyData: Uint8Array.of(0xdd, 0),
          }),
        ),
      );
    const report = reportOnMpdus(
      [dataFromAp(frame(true, 1)), dataToAp(frame(false, 2))],
      pmks({ long: new Uint8Array(48).fill(5) }),
    );
    expect(mics(report)).toEqual(['M1 none', 'M2 invalid']);
  });
});
