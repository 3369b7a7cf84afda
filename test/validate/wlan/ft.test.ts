import { describe, expect, it } from 'vitest';
import { unknownElement } from '../../../src/codecs/dot11/element.js';
import { decodeDot11, type Element, encodeDot11, encodeElements } from '../../../src/codecs/dot11/index.js';
import { dot11Of } from '../../../src/codecs/dot11/physical.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { ftMic } from '../../../src/crypto/index.js';
import { manifestOf, packetsOf, reportOn } from '../../manifest.js';
import { associationRequest, associationResponse, handshake, key32, ofAp, SSID } from '../peer.js';

const A = key32(0xa1);

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

  it.each([
    ['another request', [0, 1]],
    ['the response to one that the capture lacks', [1]],
  ])('that is not answered is none behind %s', (_, begins) => {
    const plain = requested((ap, station) => {
      const { m1, m2, m3, m4 } = handshake({ pmk: A, aNonce: 1, sNonce: 2, ap, station });
      const both = [associationRequest(SSID, station), associationResponse(0, station)];
      return [...begins.map(one => both[one]!), m1, m2, m3, m4].map(mpdu => ofAp(ap, mpdu));
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
