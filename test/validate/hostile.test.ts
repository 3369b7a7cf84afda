import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/codecs/capture/index.js';
import { dot11Of } from '../../src/codecs/dot11/index.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { type Rule, validator } from '../../src/validate/index.js';
import { numberOf } from '../frame-ref.js';
import { growth, LINEAR } from '../growth.js';
import { type ManifestCapture, manifestOf, packetsOf, reportOn } from '../manifest.js';
import {
  allOf,
  associated,
  associationRequest,
  associationResponse,
  beacon,
  deauthenticationOfAll,
  groupData,
  handshake,
  key32,
  pmks,
  reportOnMpdus,
  SSID,
  stationOf,
  userData,
} from './peer.js';
import { seeded } from './seeded.js';

const all = ['captures', 'captures/lab'].flatMap(folder =>
  manifestOf(folder).map(capture => [capture.file, folder, capture] as const),
);
/** Those that show one thing each in another file format or link layer add nothing here. */
const distinct = all.filter(([file]) => !/^(format-|link-)/.test(file));
const unhealthy = /^(d-|e2-|wrong|lost|corrupt|mod-|cut-|slow|resend|no-control-port|.*michael)/;

const keysOf = (capture: ManifestCapture) => ({
  pmks: Object.entries(capture.pmks).map(([name, hex]) => ({ name, pmk: fromHex(hex) })),
});

it('a station that chooses BIP as its pairwise suite is not decrypted, and stops nothing', () => {
  const [capture] = manifestOf('captures');
  // Pairwise suites of an RSNE, a single one: CCMP.
  const [ccmp, bip] = ['0100000fac04', '0100000fac06'];
  const packets = packetsOf(`captures/${capture!.file}`).map(packet => ({
    ...packet,
    bytes: fromHex(toHex(packet.bytes).replaceAll(ccmp!, bip!)),
  }));
  const own = validator({ keys: keysOf(capture!) });
  for (const packet of packets) own.packet(packet);
  const [session] = own.report().sessions;
  expect(session).toMatchObject({ pairwiseCipher: '00-0F-AC:6', protectedFrames: { decrypted: 0 } });
});

describe('a capture that ends early', () => {
  it.each(distinct.filter(([file]) => !unhealthy.test(file)))(
    '%s: shows no error, wherever that is',
    (file, folder, capture) => {
      const packets = packetsOf(`${folder}/${file}`);
      for (let end = 1; end <= packets.length; end++) {
        const { packet, report } = validator({ keys: keysOf(capture) });
        for (const one of packets.slice(0, end)) packet(one);
        expect(report().findings.filter(f => f.severity === 'error')).toEqual([]);
      }
    },
  );
});

describe('a capture that lost packets', () => {
  /** The AP that gave up on these got no M4; whether the capture lost that M4 as well, nobody can tell. */
  const givesUp = /^lost-m4/;

  it.each(distinct)('%s: one in a hundred', (file, folder, capture) => {
    const packets = packetsOf(`${folder}/${file}`).map((packet, i) => ({ ...packet, frame: i + 1 }));
    const wrong = capture.eapol_key_frames.filter(f => f.mic_valid_with === null).map(f => f.frame);
    for (let seed = 0; seed < 4; seed++) {
      const next = seeded(seed);
      const report = reportOn(
        packets.filter(() => next() % 100 !== 0),
        capture,
      );
      for (const { rule, frames } of report.findings)
        if (rule === 'mic-wrong')
          expect(frames.filter(frame => !wrong.includes(numberOf(frame)))).toEqual([]);
      if (!unhealthy.test(file) && !givesUp.test(file))
        expect(report.findings.filter(f => f.severity === 'error')).toEqual([]);
    }
  });

  it.each([
    'b-wpa2-psk-ccmp-ptk-rekey.pcap',
    'ext-key-id.pcap',
    'lost-m2.pcap',
    'wpa1-tkip-group-rekey.pcap',
  ])('%s: any EAPOL-Key frame, and no other MIC turns wrong', file => {
    const [, folder, capture] = all.find(([name]) => name === file)!;
    const packets = packetsOf(`${folder}/${file}`).map((packet, i) => ({ ...packet, frame: i + 1 }));
    for (const { frame } of capture.eapol_key_frames) {
      const { findings } = reportOn(packets.toSpliced(frame - 1, 1), capture);
      expect(findings.filter(f => f.severity === 'error')).toEqual([]);
    }
  });
});

/** What the validator finds of severity error, by rule. */
const errorsIn = (packets: readonly Packet[], capture: ManifestCapture): string[] => [
  ...new Set(
    reportOn(packets, capture)
      .findings.filter(f => f.severity === 'error')
      .map(f => f.rule),
  ),
];

describe('captures of healthy peers', () => {
  const sound = distinct.filter(([file]) => !unhealthy.test(file));

  it.each(sound)('%s: show no error where octets are flipped', (file, folder, capture) => {
    const eapol = new Set(capture.eapol_key_frames.map(f => f.frame - 1));
    for (let seed = 0; seed < 3; seed++) {
      const next = seeded(seed);
      const packets = packetsOf(`${folder}/${file}`).map((packet, i) => {
        if (next() % (eapol.has(i) ? 4 : 20) !== 0 || packet.bytes.length === 0) return packet;
        const bytes = packet.bytes.slice();
        bytes[next() % bytes.length]! ^= 1 << (next() % 8);
        return { ...packet, bytes };
      });
      expect(errorsIn(packets, capture)).toEqual([]);
    }
  });

  it.each(sound)('%s: show none merged from two sniffers', (file, folder, capture) => {
    for (let seed = 0; seed < 3; seed++) {
      const next = seeded(seed);
      const skew = BigInt((next() % 1_000_000_000) - 500_000_000);
      const whole = packetsOf(`${folder}/${file}`);
      const one = whole.filter(() => next() % 20 !== 0);
      const other = whole.filter(() => next() % 20 !== 0).map(p => ({ ...p, time: p.time + skew }));
      const merged = [...one, ...other].sort((a, b) => Number(a.time - b.time));
      expect(errorsIn(merged, capture)).toEqual([]);
    }
  });
});

describe('damage', () => {
  it.each(distinct)('%s: of single octets is survived', (file, folder, capture) => {
    const next = seeded(1);
    const packets = packetsOf(`${folder}/${file}`).map(packet => {
      const bytes = packet.bytes.slice();
      if (bytes.length > 0) bytes[next() % bytes.length]! ^= 1 << (next() % 8);
      return { ...packet, bytes };
    });
    expect(reportOn(packets, capture).packets).toBe(packets.length);
  });

  const mpdu = fc.uint8Array({ maxLength: 400 });
  /** Data and management frames, of the flags that change how they are read. */
  const likely = fc
    .tuple(fc.constantFrom(0x00, 0x10, 0x20, 0x30, 0x50, 0x80, 0xa0, 0xc0, 0x08, 0x88), fc.nat(255), mpdu)
    .map(([control, flags, rest]) => Uint8Array.of(control, flags, ...rest));

  it('in the shape of random octets as MPDUs is survived', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(mpdu, likely), { maxLength: 30 }), mpdus => {
        expect(reportOnMpdus(mpdus, pmks({ A: key32(1) })).packets).toBe(mpdus.length);
      }),
      { numRuns: 150 },
    );
  });

  const handshakes = ['ft-psk-roam.pcap', 'suiteb192.pcap', 'wpa1-tkip-group-rekey.pcap', 'owe-g21.pcap'].map(
    file => {
      const [, folder, capture] = all.find(([name]) => name === file)!;
      const mpdus = packetsOf(`${folder}/${file}`).map(p => dot11Of(p).mpdu);
      return { mpdus, keys: keysOf(capture) };
    },
  );

  it('of any number of octets, and any order of frames, is survived', () => {
    const change = fc.record({ frame: fc.nat(), at: fc.nat(), octet: fc.nat(255) });
    const swap = fc.tuple(fc.nat(), fc.nat());
    fc.assert(
      fc.property(
        fc.constantFrom(...handshakes),
        fc.array(change, { maxLength: 200 }),
        fc.array(swap, { maxLength: 40 }),
        ({ mpdus, keys }, changes, swaps) => {
          const changed = mpdus.map(one => one.slice());
          for (const { frame, at, octet } of changes) {
            const bytes = changed[frame % changed.length]!;
            if (bytes.length > 0) bytes[at % bytes.length] = octet;
          }
          for (const [from, to] of swaps) {
            const [a, b] = [from % changed.length, to % changed.length];
            [changed[a], changed[b]] = [changed[b]!, changed[a]!];
          }
          expect(reportOnMpdus(changed, keys).packets).toBe(mpdus.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('very many', () => {
  it('stations, group frames and ends for all of a network take linear time', () => {
    const gtk = new Uint8Array(16).fill(5);
    const [group, end] = [groupData(gtk), deauthenticationOfAll(3)];
    const data = userData(handshake({ pmk: key32(1), aNonce: 1, sNonce: 2 }).ptk);
    const work = (count: number): void => {
      const mpdus: Uint8Array[] = [beacon()];
      for (let i = 0; i < count; i++) {
        const bytes = data.slice();
        bytes.set(stationOf(i), 10);
        mpdus.push(bytes);
      }
      for (let i = 0; i < count; i++) mpdus.push(group, end);
      reportOnMpdus(mpdus);
    };
    expect(growth(work, 2000)).toBeLessThan(LINEAR);
  });

  it('stations that associate again and again take linear time', () => {
    const work = (count: number): void => {
      const mpdus: Uint8Array[] = [beacon()];
      for (let i = 0; i < count; i++) {
        const station = stationOf(i);
        mpdus.push(
          associationRequest(SSID, station),
          associationResponse(0, station),
          deauthenticationOfAll(3),
          deauthenticationOfAll(3),
        );
      }
      reportOnMpdus(mpdus);
    };
    expect(growth(work, 500)).toBeLessThan(LINEAR);
  });

  it('handshakes of one session take linear time, and end in one session', () => {
    const failing = handshake({ pmk: key32(1), aNonce: 1, sNonce: 2 });
    let sessions = 0;
    const work = (count: number): void => {
      const mpdus = [beacon(), ...associated];
      for (let i = 0; i < count; i++) {
        const m1 = failing.m1.slice();
        // The key nonce: behind the header, LLC and SNAP, and 17 octets of EAPOL-Key.
        m1.set([i >> 8, i], 24 + 8 + 17);
        mpdus.push(m1, failing.m2);
      }
      sessions = reportOnMpdus(mpdus, pmks({ A: key32(2) })).sessions.length;
    };
    expect(growth(work, 250)).toBeLessThan(LINEAR);
    expect(sessions).toBe(1);
  });

  it('networks are followed up to a limit, and what is beyond it is counted', () => {
    const { m1 } = handshake({ pmk: key32(1), aNonce: 1, sNonce: 2 });
    const group = groupData(new Uint8Array(16));
    const { packet, report } = validator();
    const send = (mpdu: Uint8Array, ap: number): void => {
      const bytes = mpdu.slice();
      bytes.set([2, 0, 2, ap >> 16, ap >> 8, ap], 10);
      packet({ time: 0n, linkType: 105, interface: 0, bytes, originalLength: bytes.length });
    };
    for (let ap = 0; ap < 20_100; ap++) send(m1, ap);
    send(group, 20_099);
    send(group, 0);
    expect(report().sessions).toHaveLength(20_000);
    expect(report().untrackedFrames).toBe(101);
    expect(report().sessions[0]!.protectedFrames).toEqual({ decrypted: 0, undecrypted: 1 });
  });

  it('findings of one packet may be very many', () => {
    const MANY = 200_000;
    const rule: Rule = {
      id: 'many',
      severity: 'note',
      clause: '',
      explanation: '',
      watch: () => ({
        *end() {
          for (let i = 0; i < MANY; i++) yield { frames: [1], message: 'One of many.' };
        },
      }),
    };
    const { packet, report } = validator({ rules: [rule] });
    for (const bytes of [associationRequest(), associationResponse()])
      packet({ time: 0n, linkType: 105, interface: 0, bytes, originalLength: bytes.length });
    expect(report().findings).toHaveLength(MANY);
  });

  it('keys that are not shown do not show', () => {
    const { ptk, ...messages } = handshake({ pmk: key32(0xa1), aNonce: 1, sNonce: 2 });
    const { packet, report } = validator({ keys: pmks({ A: key32(0xa1) }) });
    for (const bytes of [beacon(), ...associated, ...allOf({ ptk, ...messages })])
      packet({ time: 0n, linkType: 105, interface: 0, bytes, originalLength: bytes.length });
    const text = JSON.stringify(report());
    expect(report().sessions[0]!.keys.map(key => key.kind)).toEqual(['ptk', 'gtk']);
    expect(text).not.toContain('hex');
    expect(text).not.toContain('a1a1a1');
    expect(text).not.toContain('777777');
  });
});
