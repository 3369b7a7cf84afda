import { describe, expect, it } from 'vitest';
import { unknownElement } from '../../../src/codecs/dot11/element.js';
import { decodeDot11, type Element, encodeDot11, encodeElements } from '../../../src/codecs/dot11/index.js';
import { dot11Of } from '../../../src/codecs/dot11/physical.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { ftMic, pskFromPassphrase } from '../../../src/crypto/index.js';
import { validator } from '../../../src/validate/index.js';
import { manifestOf, packetsOf, reportOn } from '../../manifest.js';
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
  ofAp,
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
  ])('that a station asks for, and %s', (_, before) => {
    const report = reportOnMpdus([...before, ...exchange], { passphrases: [{ passphrase: 'password' }] });
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

describe('fast BSS transition', () => {
  const [file, folder] = ['ft-psk-roam.pcap', 'captures/lab'];
  const capture = manifestOf(folder).find(c => c.file === file)!;
  const packets = packetsOf(`${folder}/${file}`).map((packet, i) => ({ ...packet, frame: i + 1 }));
  const subtypeOf = (bytes: Uint8Array): number => bytes[bytes[2]! | (bytes[3]! << 8)]!;
  const without = (...controls: number[]) =>
    packets.filter(packet => !controls.includes(subtypeOf(packet.bytes)));
  const BEACON = 0x80;
  const PROBE_RESPONSE = 0x50;
  const ASSOCIATION_REQUEST = 0x00;
  const ASSOCIATION_RESPONSE = 0x10;
  const REASSOCIATION_REQUEST = 0x20;
  const REASSOCIATION_RESPONSE = 0x30;
  const kinds = (report: ReturnType<typeof reportOn>) =>
    report.sessions.map(s => s.handshakes.map(h => `${h.kind}${h.complete ? '' : ' -'}`));

  it('is followed here', () => {
    expect(kinds(reportOn(packets, capture))).toEqual([
      ['initial', 'ft'],
      ['ft', 're-key', 'group'],
    ]);
  });

  it('gives no verdict without the SSID, which the hierarchy is derived from', () => {
    const report = reportOn(
      without(BEACON, PROBE_RESPONSE, ASSOCIATION_REQUEST, REASSOCIATION_REQUEST),
      capture,
    );
    const found = report.sessions.flatMap(s => s.eapolKeyFrames.map(f => f.mic));
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(mic => mic === 'valid' || mic === 'invalid')).toEqual([]);
    expect(report.findings.filter(f => f.severity === 'error')).toEqual([]);
  });

  it('does without the first association response, because M2 repeats what it says', () => {
    const report = reportOn(without(ASSOCIATION_RESPONSE), capture);
    expect(report.sessions[0]!.handshakes[0]).toMatchObject({ kind: 'initial', pmk: 'PMK1' });
  });

  it('is not complete without its response, and keeps its group keys to itself', () => {
    const report = reportOn(without(REASSOCIATION_RESPONSE), capture);
    expect(kinds(report).map(k => k[0])).toEqual(['initial', 'ft -']);
    expect(report.sessions[1]!.protectedFrames.decrypted).toBeGreaterThan(0);
    expect(report.findings.filter(f => f.severity === 'error')).toEqual([]);
  });

  /** User data of the station in clear, IPv4 behind LLC/SNAP, as frame 1002. */
  const clearDataOf = ({ bytes, ...packet }: (typeof packets)[number]) => {
    const header = bytes[2]! | (bytes[3]! << 8);
    const [station, ap] = [bytes.subarray(header + 4, header + 10), bytes.subarray(header + 10, header + 16)];
    const clear = Uint8Array.of(0x08, 1, 0, 0, ...ap, ...station, ...ap, 0, 0, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0);
    return { ...packet, frame: 1002, linkType: 105, bytes: clear };
  };

  it('of which the capture lacks the response has given keys, where frames are under them', () => {
    const response = packets.find(({ bytes }) => subtypeOf(bytes) === REASSOCIATION_RESPONSE)!;
    const lacking = without(REASSOCIATION_RESPONSE);
    const rules = (behind: number) => {
      const place = lacking.findIndex(({ frame }) => frame > behind);
      return reportOn(lacking.toSpliced(place, 0, clearDataOf(response)), capture).findings.map(f => f.rule);
    };
    expect(rules(response.frame)).not.toContain('clear-data');
    expect(rules(180)).toContain('clear-data');
  });

  it('is one though its frames are repeated', () => {
    const twice = packets.flatMap(packet =>
      [REASSOCIATION_REQUEST, REASSOCIATION_RESPONSE].includes(subtypeOf(packet.bytes))
        ? [packet, packet]
        : [packet],
    );
    expect(kinds(reportOn(twice, capture))).toEqual(kinds(reportOn(packets, capture)));
  });

  it('is one though the station asks again, and the AP answers again', () => {
    const isOf = (control: number) => packets.findIndex(({ bytes }) => subtypeOf(bytes) === control);
    const [request, response] = [isOf(REASSOCIATION_REQUEST), isOf(REASSOCIATION_RESPONSE)];
    /** The frame with another sequence number. */
    const again = (place: number, frame: number) => {
      const { bytes, ...packet } = packets[place]!;
      const at = (bytes[2]! | (bytes[3]! << 8)) + 23;
      return { ...packet, frame, bytes: bytes.with(at, bytes[at]! ^ 0x10) };
    };
    const [asked, answered] = [again(request, 1001), again(response, 1002)];
    const whole = reportOn(packets, capture);
    const late = { ...answered, time: answered.time + 6_000_000_000n };
    const { handshakes } = reportOn([...packets, late], capture).sessions[1]!;
    expect(handshakes[0]!.frames['reassociation-response']).toEqual([151]);
    for (const inserted of [
      [asked, packets[response]!, answered],
      [packets[response]!, asked, answered],
      [packets[response]!, answered],
    ]) {
      const report = reportOn(packets.toSpliced(response, 1, ...inserted), capture);
      expect(kinds(report)).toEqual(kinds(whole));
      expect(report.sessions[1]!.handshakes[0]!.frames['reassociation-response']).toEqual([151, 1002]);
      expect(report.sessions[1]!.keys).toEqual(whole.sessions[1]!.keys);
      expect(report.findings).toEqual([]);
    }
  });

  it('leaves the keys in place when it is answered again', () => {
    const response = packets.findIndex(({ bytes }) => subtypeOf(bytes) === REASSOCIATION_RESPONSE);
    const { bytes, ...packet } = packets[response]!;
    const header = bytes[2]! | (bytes[3]! << 8);
    const again = { ...packet, frame: 1001, bytes: bytes.with(header + 23, bytes[header + 23]! ^ 0x10) };
    const data = clearDataOf({ ...packet, bytes });
    const rules = (...behind: (typeof data)[]) =>
      reportOn(packets.toSpliced(response + 1, 0, ...behind), capture).findings.map(({ rule }) => rule);
    expect(rules(data)).toContain('clear-data');
    expect(rules(again, data)).toContain('clear-data');
  });

  /** The packets up to the request for a transition, and behind it MPDUs between the two of it. */
  const requested = (between: (ap: Uint8Array, station: Uint8Array) => readonly Uint8Array[]) => {
    const request = packets.findIndex(({ bytes }) => subtypeOf(bytes) === REASSOCIATION_REQUEST);
    const { bytes, ...packet } = packets[request]!;
    const header = bytes[2]! | (bytes[3]! << 8);
    const mpdus = between(bytes.slice(header + 4, header + 10), bytes.slice(header + 10, header + 16));
    return [
      ...packets.slice(0, request + 1),
      ...mpdus.map((mpdu, i) => ({ ...packet, linkType: 105, bytes: mpdu, frame: 1001 + i })),
    ];
  };

  it('may ask for resources, under its MIC', () => {
    const request = packets.find(({ bytes }) => subtypeOf(bytes) === REASSOCIATION_REQUEST)!;
    const frame = decodeDot11(dot11Of(request)!.mpdu);
    if (frame.kind !== 'reassociation-request') throw new Error(frame.kind);
    // RIC Data (9.4.2.53), and RIC Descriptor (9.4.2.54) behind it.
    const ric = [unknownElement(57, Uint8Array.of(1, 0, 1, 0)), unknownElement(75, Uint8Array.of(1, 0))];
    const ptk = reportOn(packets, capture).sessions[1]!.keys.find(({ kind }) => kind === 'ptk')!;
    // What the MIC does not cover may stand behind: HT Capabilities (9.4.2.55), as Linux has it.
    const behind = unknownElement(45, new Uint8Array(26));
    const encoded = (mic: Uint8Array): [Element[], Uint8Array] => {
      const elements = [...frame.elements, ...ric, behind].map(element =>
        element.element === 'Fast BSS Transition'
          ? { ...element, mic, elementCount: element.elementCount + ric.length }
          : element,
      );
      return [elements, encodeDot11({ ...frame, elements })];
    };
    const [zeroed] = encoded(new Uint8Array(16));
    const ofName = (...names: string[]) => zeroed.filter(({ element }) => names.includes(element));
    const covered = [...ofName('RSN', 'Mobility Domain', 'Fast BSS Transition'), ...ric, ...ofName('RSNX')];
    const mic = ftMic('00-0F-AC:4', fromHex(ptk.hex!).subarray(0, 16), {
      spa: frame.address2,
      aa: frame.address1,
      transaction: 5,
      elements: covered.map(element => encodeElements([element])),
    });
    const asked = (bytes: Uint8Array) =>
      reportOn(
        requested(() => []).map(packet =>
          packet.frame === request.frame ? { ...packet, linkType: 105, bytes } : packet,
        ),
        capture,
      ).sessions[1]!.keys.map(({ kind, hex }) => [kind, hex]);
    expect(asked(encoded(mic)[1])).toEqual([['ptk', ptk.hex]]);
    expect(asked(encoded(mic.with(0, mic[0]! ^ 1))[1])).toEqual([]);
  });

  it('that is not answered is none behind another request', () => {
    const plain = requested((ap, station) => {
      const { m1, m2, m3, m4 } = handshake({ pmk: A, aNonce: 1, sNonce: 2, ap, station });
      const begin = [associationRequest(SSID, station), associationResponse(0, station)];
      return [...begin, m1, m2, m3, m4].map(mpdu => ofAp(ap, mpdu));
    });
    const report = reportOn(plain, capture);
    expect(kinds(report)[1]).toEqual(['ft -', 'initial']);
    expect(report.sessions[1]!.handshakes[0]!.frames['reassociation-response']).toBeUndefined();
  });

  it('under a wrong key opens nothing', () => {
    const wrong = Object.fromEntries(Object.keys(capture.pmks).map(name => [name, '00'.repeat(32)]));
    const report = reportOn(packets, { ...capture, pmks: wrong });
    expect(report.sessions.map(s => s.keys)).toEqual([[], []]);
    expect(report.sessions[1]!.handshakes[0]).toMatchObject({ kind: 'ft', complete: true });
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
