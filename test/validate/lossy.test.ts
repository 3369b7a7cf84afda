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
