import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/codecs/capture/index.js';
import type { Report } from '../../src/validate/index.js';
import { manifestOf, packetsOf, reportOn } from '../manifest.js';
import { seeded } from './seeded.js';

/** What shows one thing each in another file format adds nothing here, and what is broken is so without losses too. */
const other = /^(format-|link-|d-|e2-|wrong|lost|corrupt|mod-|cut-|slow|resend|no-control-port|.*michael)/;
const healthy = ['captures', 'captures/lab'].flatMap(folder =>
  manifestOf(folder)
    .filter(({ file }) => !other.test(file))
    .map(capture => {
      const packets = packetsOf(`${folder}/${capture.file}`).map((packet, i) => ({
        ...packet,
        frame: i + 1,
      }));
      return [capture.file, { capture, packets, report: (of: Packet[]) => reportOn(of, capture) }] as const;
    }),
);

const errors = ({ findings }: Report) =>
  findings.filter(({ severity }) => severity === 'error').map(({ rule, message }) => `${rule}: ${message}`);
const lacks = ({ findings }: Report): string =>
  findings
    .filter(({ rule }) => rule === 'capture-incomplete')
    .map(({ message }) => message)
    .join(' ');

describe('a capture of healthy peers shows no error', () => {
  const CUTS = 8;
  it.each(healthy)('%s: cut at either end', (file, { packets, report }) => {
    const everywhere = /^(b-|ext-key-id\.)/.test(file);
    const step = everywhere ? 1 : Math.ceil(packets.length / CUTS);
    for (let at = file.length % step; at <= packets.length; at += step) {
      expect(errors(report(packets.slice(0, at)))).toEqual([]);
      expect(errors(report(packets.slice(at)))).toEqual([]);
    }
  });

  it.each(healthy)('%s: with one frame of a hundred, and of ten, missing', (file, { packets, report }) => {
    const next = seeded(file.length);
    for (const one of [100, 10, 10])
      expect(errors(report(packets.filter(() => next() % one !== 0)))).toEqual([]);
  });

  it.each(healthy)(
    '%s: with frames twice, at once or later, and out of order',
    (file, { packets, report }) => {
      const next = seeded(file.length + 1);
      const held: Packet[] = [];
      const twice = packets.flatMap(packet => {
        const out: Packet[] = next() % 4 === 0 ? [packet, packet] : [packet];
        while (held.length > 0 && next() % 2 === 0) out.push(held.shift()!);
        if (next() % 4 === 0) held.push(packet);
        return out;
      });
      expect(errors(report(twice))).toEqual([]);
      const swapped = packets.slice();
      for (let i = 1; i < swapped.length; i += 2)
        if (next() % 5 === 0) [swapped[i - 1], swapped[i]] = [swapped[i]!, swapped[i - 1]!];
      expect(errors(report(swapped))).toEqual([]);
    },
  );

  it.each(healthy)('%s: heard by two sniffers into one file, one of them late', (_, { packets, report }) => {
    for (const behind of [1_000_000_000n, 2_500_000_000n, 4_500_000_000n]) {
      const late = packets.map(packet => ({ ...packet, time: packet.time + behind }));
      const both = [...packets, ...late].sort((a, b) => Number(a.time - b.time));
      expect(errors(report(both))).toEqual([]);
    }
  });

  it.each(healthy)('%s: with a clock that is set back in a handshake', (_, { capture, packets, report }) => {
    const by = 10_000_000_000n;
    for (const { frame } of capture.eapol_key_frames) {
      const setBack = packets.map(packet =>
        packet.frame <= frame ? packet : { ...packet, time: packet.time - by },
      );
      expect(errors(report(setBack))).toEqual([]);
    }
  });

  it.each(healthy)(
    '%s: with damaged frames, but what a damaged EAPOL-Key frame is',
    (file, { packets, report }) => {
      const next = seeded(file.length + 2);
      const damaged = packets.map(packet => {
        if (next() % 20 !== 0) return packet;
        const bytes = packet.bytes.slice();
        bytes[next() % bytes.length]! ^= 1 << (next() % 8);
        return { ...packet, bytes };
      });
      // A MIC or a nonce that was altered looks the same whoever altered it.
      expect(errors(report(damaged)).filter(text => !/^(mic-wrong|wrong-pmk): /.test(text))).toEqual([]);
    },
  );
});

describe('a capture that lost frames says so', () => {
  it.each(healthy)('%s: nothing, where it is whole', (_, { packets, report }) => {
    expect(lacks(report(packets))).toBe('');
  });

  const named = (wanted: string) => healthy.find(([file]) => file === wanted)![1];

  it('of a message, by those that follow', () => {
    for (const file of ['b-wpa2-psk-ccmp-ptk-rekey.pcap', 'gcmp256-sha256-mfp.pcap', 'sae.pcap']) {
      const { capture, packets, report } = named(file);
      for (const { frame, msg } of capture.eapol_key_frames)
        if (/M[123]|G1/.test(msg))
          expect(lacks(report(packets.toSpliced(frame - 1, 1)))).toMatch(
            new RegExp(`${msg}.* of the handshake in`),
          );
    }
  });

  it('of protected frames, by the packet numbers around them', () => {
    const { packets, report } = named('b-wpa2-psk-ccmp-ptk-rekey.pcap');
    const whole = report(packets).sessions[0]!.protectedFrames.decrypted;
    let told = 0;
    for (const { frame } of packets.slice(30, 57)) {
      const without = report(packets.toSpliced(frame - 1, 1));
      const isLost = without.sessions[0]!.protectedFrames.decrypted < whole;
      if (lacks(without) !== '') told++;
      // The last in a direction, and what the AP sends to groups, leave no gap.
      if (!isLost) expect(lacks(without)).toBe('');
    }
    expect(told).toBe(8);
  });

  it('of its beginning', () => {
    const { packets, report } = named('b-wpa2-psk-ccmp-ptk-rekey.pcap');
    expect(lacks(report(packets.slice(30)))).toContain('the beginning of the association');
  });
});

describe('what a capture lacks makes no other fault of one that is there', () => {
  const of = (file: string) => {
    const folder = file.startsWith('e2-') ? 'captures' : 'captures/lab';
    const capture = manifestOf(folder).find(one => one.file === file)!;
    const packets = packetsOf(`${folder}/${file}`).map((packet, i) => ({ ...packet, frame: i + 1 }));
    const report = (isKept: (packet: (typeof packets)[number]) => boolean) =>
      reportOn(packets.filter(isKept), capture);
    const without = (...frames: number[]) => report(({ frame }) => !frames.includes(frame));
    const kinds = (bytes: Uint8Array): number => bytes[bytes[2]!]!;
    const isFromAp = ({ bytes }: Packet): boolean => {
      const ap = capture.ap_mac.split(':').map(octet => Number.parseInt(octet, 16));
      return ap.every((octet, i) => bytes[bytes[2]! + 10 + i] === octet);
    };
    return { capture, report, without, kinds, isFromAp };
  };
  const E2 = 'e2-pmk-change-opt1-ap-first-set-wpa-psk-rekey-cmd.pcap';
  const told = (report: Report, ...rules: string[]) =>
    report.findings.filter(({ rule }) => rules.includes(rule)).map(({ frames }) => frames);
  /** What option 1 is told as: the second where the capture does not show that the PMK was in use. */
  const isOfOption1 = (text: string): boolean => /^(stale-pmk|m2-not-accepted): /.test(text);

  it.each([0.1, 0.2, 0.3, 0.4, 0.5])('option 1 is nothing else, %f of the frames lost', share => {
    const { report } = of(E2);
    const next = seeded(share * 100);
    let found = 0;
    for (let i = 0; i < 20; i++) {
      const texts = errors(report(() => next() % 1000 >= share * 1000));
      expect(texts.filter(text => !isOfOption1(text))).toEqual([]);
      found += texts.length;
    }
    expect(found).toBeGreaterThan(20 * (1 - share));
  });

  it.each([
    'lost-m2.pcap',
    'lost-m3-g2.pcap',
    'lost-m4.pcap',
    'no-control-port-rekey.pcap',
    'resend-m1-m3-g1.pcap',
    'slow-sta-sigstop.pcap',
    'wrong-psk.pcap',
  ])('%s: nothing that it does not show as a whole', file => {
    const { report } = of(file);
    const rules = (texts: readonly string[]): string[] => texts.map(text => text.split(':')[0]!);
    const whole = new Set(rules(errors(report(() => true))));
    const next = seeded(file.length);
    for (const share of [10, 20, 30, 40, 50])
      for (let i = 0; i < 4; i++)
        expect(rules(errors(report(() => next() % 100 >= share))).filter(rule => !whole.has(rule))).toEqual(
          [],
        );
  });

  it('M2 of two handshakes are not those of one, if the AP was not heard between', () => {
    const { report, isFromAp } = of('lost-m2.pcap');
    const unheard = report(
      packet => packet.frame < 31 || packet.frame > 75 || (packet.frame !== 33 && !isFromAp(packet)),
    );
    expect(errors(unheard)).toEqual([]);
    expect(unheard.sessions[0]!.handshakes.map(({ frames }) => frames.M2)).toEqual([
      [21, 25, 29],
      [63, 67, 71],
    ]);
  });

  it('an SNonce is of the handshake that a later M1 shows its M2 to be of', () => {
    expect(told(of(E2).without(21, 100, 114, 116), 'nonce-reuse')).toEqual([]);
  });

  it('EAPOL alone shows both failures of option 1', () => {
    const { capture, report, kinds } = of(E2);
    const own = new Set(capture.eapol_key_frames.map(({ frame }) => frame));
    const isKept = ({ frame, bytes }: Packet & { frame: number }): boolean =>
      own.has(frame) || kinds(bytes) === 0x80;
    expect(told(report(isKept), 'stale-pmk')).toEqual([
      [60, 62, 72, 74, 80, 82, 92, 94],
      [116, 118, 124, 126, 129, 131, 133, 135],
    ]);
  });

  it('a handshake in clear is no re-key, if the reassociation is lost', () => {
    const { report, kinds } = of('reassoc-same-bss-mfp.pcap');
    const management = new Set([0x00, 0x10, 0x20, 0x30, 0xa0, 0xb0, 0xc0]);
    expect(
      told(
        report(({ bytes }) => !management.has(kinds(bytes))),
        'clear-eapol',
      ),
    ).toEqual([]);
  });

  it('a replay counter begins anew with a handshake in clear, of which M3 is lost as well', () => {
    const { report, kinds } = of('resend-m1-m3-g1.pcap');
    const partial = report(({ frame, bytes }) => (kinds(bytes) & 0x0c) !== 0 && frame !== 97);
    expect(errors(partial).filter(text => text.startsWith('replay-counter'))).toEqual([]);
  });
});
