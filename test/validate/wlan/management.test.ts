import { describe, expect, it } from 'vitest';
import { pskFromPassphrase } from '../../../src/crypto/index.js';
import { validator } from '../../../src/validate/index.js';
import {
  allOf,
  associated,
  associationRequest,
  associationResponse,
  beacon,
  deauthentication,
  deauthenticationOfAll,
  errors,
  groupData,
  handshake,
  key32,
  mics,
  pmks,
  RSNE,
  reportOnMpdus,
  runs,
  SSID,
  sentAgain,
  stationOf,
  userData,
} from '../peer.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const second = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
const verified = ['M1 none', 'M2 valid A', 'M3 valid A', 'M4 valid A'];

describe('an SSID', () => {
  const psk = pskFromPassphrase({ passphrase: 'password', ssid: SSID });
  const exchange = allOf(handshake({ pmk: psk, aNonce: 1, sNonce: 2 }));
  const underPassphrase = verified.map(mic => mic.replace('A', 'passphrase'));
  const unverified = ['M1 none', 'M2 unverified', 'M3 unverified', 'M4 unverified'];
  const hidden = [beacon(new Uint8Array(0)), beacon(new Uint8Array(3))];

  it.each([
    ['announced', [beacon(), ...associated]],
    ['hidden, named in the association request', [...hidden, ...associated]],
    // A probe response has what a beacon has (9.3.3.10).
    ['hidden, named in a probe response', [...hidden, beacon().with(0, 0x50), hidden[0]!]],
  ])('makes a key of a passphrase: %s', (_, before) => {
    const report = reportOnMpdus([...before, ...exchange], { passphrases: [{ passphrase: 'password' }] });
    expect(report.sessions[0]!.ssid).toBe('lwa');
    expect(mics(report)).toEqual(underPassphrase);
  });

  it('that the capture never names can be told', () => {
    const passphrases = [{ passphrase: 'password' }];
    expect(mics(reportOnMpdus([...hidden, ...exchange], { passphrases }))).toEqual(unverified);
    const told = [{ passphrase: 'password', ssid: SSID }];
    expect(mics(reportOnMpdus([...hidden, ...exchange], { passphrases: told }))).toEqual(underPassphrase);
  });

  const other = new TextEncoder().encode('other');
  const refused = [associationRequest(other, stationOf(2)), associationResponse(1, stationOf(2))];
  it.each([
    ['is refused, is none of the network', [beacon(), ...associated, ...refused]],
    ['is refused, is none of a hidden network', [...hidden, ...associated, ...refused]],
    // As access points do that have several networks under one address.
    ['is let in to, is one beside that which is announced', [beacon(other), ...associated]],
    ['is let in to, is one beside that which is announced then', [beacon(), ...associated, beacon(other)]],
  ])('that a station asks for, and %s', (_, before) => {
    const report = reportOnMpdus([...before, ...exchange], { passphrases: [{ passphrase: 'password' }] });
    expect(mics(report)).toEqual(underPassphrase);
    expect(report.sessions[0]!.ssid).toBe('lwa');
  });

  it('that is announced makes a key, too, where the capture lacks the association with it', () => {
    const before = [...start, deauthentication('station', 3), beacon(other)];
    const ofOther = pskFromPassphrase({ passphrase: 'password', ssid: other });
    const then = allOf(handshake({ pmk: ofOther, aNonce: 3, sNonce: 4 }));
    const report = reportOnMpdus([...before, ...then], { passphrases: [{ passphrase: 'password' }] });
    expect(mics(report)).toEqual(underPassphrase);
  });

  it('that is another one has no part in the passphrase', () => {
    const passphrases = [{ passphrase: 'password', ssid: Uint8Array.of(1) }];
    expect(mics(reportOnMpdus([...start, ...exchange], { passphrases }))).toEqual(unverified);
  });
});

describe('an RSNE of a later edition', () => {
  /** The frame, its RSNE, which ends it, with two octets behind the group management cipher. */
  const prolonged = (mpdu: Uint8Array): Uint8Array => {
    const more = [0, 0, 0, 15, 172, 6, 0xaa, 0xbb];
    const longer = Uint8Array.of(...mpdu, ...more);
    longer[mpdu.length - RSNE.length + 1]! += more.length;
    return longer;
  };

  it('names the suites as one of today', () => {
    const report = reportOnMpdus([
      prolonged(beacon()),
      prolonged(associationRequest()),
      associationResponse(),
    ]);
    expect(report.sessions[0]).toMatchObject({ akm: '00-0F-AC:2', pairwiseCipher: '00-0F-AC:4' });
  });
});

describe('an RSNE that ends early', () => {
  const asking = (...rsne: readonly number[]) => [
    beacon(),
    Uint8Array.of(...associationRequest().subarray(0, -RSNE.length), 48, rsne.length, ...rsne),
    associationResponse(),
  ];

  it('has defaults in place of what it leaves out (9.4.2.24)', () => {
    const defaults = { akm: '00-0F-AC:1', pairwiseCipher: '00-0F-AC:4', groupCipher: '00-0F-AC:4' };
    expect(reportOnMpdus(asking(1, 0)).sessions[0]).toMatchObject(defaults);
    const tkip = { ...defaults, groupCipher: '00-0F-AC:2' };
    expect(reportOnMpdus(asking(1, 0, 0, 15, 172, 2)).sessions[0]).toMatchObject(tkip);
  });
});

describe('an RSNE of M2 that is damaged', () => {
  it('changes nothing of what the association request says', () => {
    const { m1, m2, m3, m4 } = first;
    const damaged = m2.with(m2.length - RSNE.length + 19, 6);
    expect(mics(reportOnMpdus([...start, m1, damaged, m3, m4], pmks({ A })))).toEqual([
      'M1 none',
      'M2 invalid',
      'M3 valid A',
      'M4 valid A',
    ]);
  });
});

describe('associations', () => {
  it('begin anew after an end: counters restart, and the handshake is an initial one', () => {
    const again = handshake({ pmk: A, aNonce: 5, sNonce: 6 });
    const report = reportOnMpdus(
      [...start, ...allOf(first), ...allOf(second), deauthentication('station', 3), ...associated].concat(
        allOf(again),
      ),
      pmks({ A }),
    );
    expect(runs(report)).toEqual(['initial 4,5,6,7', 're-key 8,9,10,11', 'initial 15,16,17,18']);
    expect(mics(report)).toEqual([...verified, ...verified, ...verified]);
    expect(errors(report)).toEqual([]);
  });

  it('go on where a further request is refused, as during an SA query', () => {
    const report = reportOnMpdus(
      [
        ...start,
        ...allOf(first),
        second.m1,
        associationRequest(),
        associationResponse(30),
        second.m2,
        second.m3,
        second.m4,
      ],
      pmks({ A }),
    );
    expect(runs(report)).toEqual(['initial 4,5,6,7', 're-key 8,11,12,13']);
    expect(mics(report)).toEqual([...verified, ...verified]);
  });

  it('that are asked for are told even if no handshake follows', () => {
    const report = reportOnMpdus([...start, deauthentication('ap', 2)]);
    expect(report.sessions.map(s => [s.station, s.akm, s.verdict])).toEqual([
      ['02:00:01:00:00:01', '00-0F-AC:2', 'No handshake in the capture, nor a whole EAPOL-Key frame.'],
    ]);
    expect(reportOnMpdus([beacon(), deauthentication('ap', 2)]).sessions).toEqual([]);
  });
});

describe('the end of an association', () => {
  const failing = [second.m1, second.m2];

  it('is told of the handshake that it ends, and of no earlier one', () => {
    const third = handshake({ pmk: A, aNonce: 5, sNonce: 6, counter: 5 });
    const { sessions } = reportOnMpdus(
      [...start, ...allOf(first), ...failing, ...allOf(third), deauthentication('station', 3)],
      pmks({ A }),
    );
    expect(sessions[0]!.verdict).toBe(
      'Complete under A: 4-way handshake 4–7 and re-key 10–13; not complete: re-key 8–9 (station on A).',
    );
  });

  it.each([
    ['ap', deauthentication('ap', 15), 'AP in frame 10, reason 15'],
    ['station', deauthentication('station', 3), 'station in frame 10, reason 3'],
    [
      'station, that stays authenticated',
      deauthentication('station', 8).with(0, 0xa0),
      'station in frame 10, reason 8',
    ],
    ['ap, to all', deauthenticationOfAll(3), 'AP in frame 10, reason 3'],
  ])('by %s', (_, end, told) => {
    const { sessions } = reportOnMpdus([...start, ...allOf(first), ...failing, end], pmks({ A }));
    expect(sessions[0]!.verdict).toBe(
      `Complete under A: 4-way handshake 4–7; not complete: re-key 8–9 (station on A; ended by the ${told}).`,
    );
  });

  it('is one though the MAC sublayer sends it again, and another one long after', () => {
    const end = deauthentication('ap', 3);
    const told = (again: Uint8Array, ms: number) => {
      const { packet, report } = validator();
      for (const [i, bytes] of [...start, end, again].entries()) {
        const time = i < 4 ? 0n : BigInt(ms) * 1_000_000n;
        packet({ time, linkType: 105, interface: 0, bytes, originalLength: bytes.length });
      }
      return report().sessions[0]!.management.filter(({ message }) => message === 'deauthentication').length;
    };
    expect(told(sentAgain(end), 1)).toBe(1);
    // At a lower rate.
    expect(told(sentAgain(end).with(2, 44), 1)).toBe(1);
    expect(told(end, 4999)).toBe(1);
    // The sequence numbers have come round.
    expect(told(end, 5000)).toBe(2);
  });

  it('to all ends an association that only a handshake shows', () => {
    const { sessions } = reportOnMpdus([first.m1, first.m2, deauthenticationOfAll(15)], pmks({ A }));
    expect(sessions[0]!.verdict).toContain('ended by the AP in frame 3, reason 15');
  });

  it('leaves group frames to the next station, or to the network', () => {
    const gtk = new Uint8Array(16).fill(5);
    const other = stationOf(2);
    const theirs = [associationRequest(SSID, other), associationResponse(0, other)];
    const both = [...start, ...theirs];
    const count = (mpdus: Uint8Array[]) =>
      reportOnMpdus(mpdus).sessions.map(s => s.protectedFrames.undecrypted);
    expect(count([...both, groupData(gtk)])).toEqual([1, 0]);
    expect(count([...both, deauthentication('ap', 3), groupData(gtk)])).toEqual([0, 1]);
    expect(count([...both, deauthenticationOfAll(3), groupData(gtk)])).toEqual([1, 0]);
    // A station of which there is nothing to tell does not take them with it.
    expect(count([beacon(), groupData(gtk), deauthentication('ap', 3), ...theirs])).toEqual([1]);
  });
});

describe('data of a station that', () => {
  it('was not seen to associate is counted', () => {
    const { sessions } = reportOnMpdus([userData(first.ptk), userData(first.ptk, stationOf(2))], pmks({ A }));
    expect(sessions.map(s => [s.station, s.protectedFrames])).toEqual([
      ['02:00:01:00:00:01', { decrypted: 0, undecrypted: 1 }],
      ['02:00:01:00:00:02', { decrypted: 0, undecrypted: 1 }],
    ]);
  });
});
