import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/codecs/capture/index.js';
import { dot11Of } from '../../src/codecs/dot11/index.js';
import { fromHex } from '../../src/codecs/hex.js';
import { type Finding, validator } from '../../src/validate/index.js';
import { type ManifestCapture, manifestOf, packetsOf, reportOn } from '../manifest.js';

const all = ['captures', 'captures/lab'].flatMap(folder =>
  manifestOf(folder).map(capture => ({ folder, capture })),
);

const named = (file: string): { packets: Packet[]; capture: ManifestCapture } => {
  const { folder, capture } = all.find(({ capture: c }) => c.file === file)!;
  return { packets: packetsOf(`${folder}/${file}`), capture };
};

const findingsOf = (file: string): readonly Finding[] => {
  const { packets, capture } = named(file);
  return reportOn(packets, capture).findings;
};

/** Captures in which something went wrong on purpose, or of which parts were altered or taken away. */
const unhealthy = /^(d-|e2-|wrong|lost|corrupt|mod-|cut-|slow|resend|no-control-port|.*michael)/;

const D = 'd-wpa2-psk-wrong-psk.pcap';
const E2 = 'e2-pmk-change-opt1-ap-first-set-wpa-psk-rekey-cmd.pcap';
const A = 'a-wpa2-psk-ccmp-initial.pcap';

describe('healthy captures', () => {
  it.each(all.map(({ capture }) => capture.file).filter(file => !unhealthy.test(file)))(
    '%s: no error',
    file => {
      expect(findingsOf(file).filter(({ severity }) => severity === 'error')).toEqual([]);
    },
  );
});

describe('stale-pmk and m2-not-accepted', () => {
  it('tells the failures of option 1, with the frames and the end', () => {
    expect(findingsOf(E2).filter(f => f.severity === 'error')).toEqual([
      {
        rule: 'stale-pmk',
        severity: 'error',
        session: 0,
        frames: [60, 62, 72, 74, 80, 82, 92, 94, 100],
        message:
          'The station is still on PMK1, the PMK of the handshake completed in frame 25: M2 in frames 62, 74, 82 and 94 is right under it, but the AP sends M1 again (frames 60, 72, 80 and 92), as it holds another PMK. It gives up in frame 100, reason 15.',
      },
      expect.objectContaining({ rule: 'stale-pmk', frames: [116, 118, 124, 126, 129, 131, 133, 135, 137] }),
    ]);
  });

  it('tells each attempt of a station with a wrong PSK', () => {
    expect(
      findingsOf(D)
        .filter(f => f.rule === 'm2-not-accepted')
        .map(f => f.frames.at(-1)),
    ).toEqual([35, 74, 115]);
  });

  it('says nothing of a handshake that is right', () => {
    expect(findingsOf(A)).toEqual([]);
  });
});

describe('mic-wrong', () => {
  it('names the one message that was altered, and that others are right', () => {
    expect(findingsOf('mod-m2-mic.pcap').filter(f => f.severity !== 'note')).toEqual([
      expect.objectContaining({
        rule: 'mic-wrong',
        frames: [21],
        message:
          'The MIC of M2 in frame 21 is right under none of the keys given, though others of this session are. Its receiver went on with M3 all the same: what it took was altered in the capture, or is not in it.',
      }),
    ]);
  });

  it('says where no frame fits any key given', () => {
    const { packets } = named(A);
    const { packet, report } = validator({ keys: { pmks: [{ name: 'other', pmk: new Uint8Array(32) }] } });
    for (const one of packets) packet(one);
    expect(report().findings.map(f => [f.rule, f.frames])).toEqual([['wrong-pmk', [21, 23, 25]]]);
  });
});

describe('handshake-timeout and handshake-incomplete', () => {
  it('tell a message that nobody answered from one whose answer the capture lost', () => {
    const { packets, capture } = named(D);
    // Without any M2 the AP asks in vain.
    const unanswered = packets.filter(
      (_, i) => !capture.eapol_key_frames.some(f => f.msg === 'M2' && f.frame === i + 1),
    );
    expect(reportOn(unanswered, capture).findings.map(f => f.rule)).toEqual(
      Array(3).fill('handshake-timeout'),
    );
    const a = named(A);
    const cut = [...a.packets.slice(0, 22), a.packets.at(-1)!];
    expect(reportOn(cut, a.capture).findings).toEqual([
      expect.objectContaining({ rule: 'handshake-incomplete', severity: 'warning', frames: [19, 21] }),
    ]);
  });
});

describe('undecrypted', () => {
  it('is a note on frames whose handshake is missing', () => {
    const { packets, capture } = named('b-wpa2-psk-ccmp-ptk-rekey.pcap');
    const without = packets.filter((_, i) => ![59, 61, 63].includes(i));
    const { findings } = reportOn(without, capture);
    expect(findings.find(f => f.rule === 'undecrypted')).toMatchObject({ severity: 'note' });
    expect(findings.filter(f => f.severity === 'error')).toEqual([]);
  });
});

describe('verdicts', () => {
  it.each([
    [A, 'Complete under PMK1: 4-way handshake 19–25.'],
    [
      'g-wpa2-psk-sha256-mfp.pcap',
      'Complete under PMK1: 4-way handshake 19–25, re-key 58–64 and group key handshake 74–76.',
    ],
    [
      E2,
      'Complete under PMK1 and PMK2: 4-way handshake 19–25 (PMK1) and 4-way handshake 166–172 (PMK2); not complete: re-key 60–94 (station on PMK1; ended by the AP in frame 100, reason 15) and 4-way handshake 116–135 (station on PMK1; ended by the AP in frame 137, reason 15).',
    ],
  ])('of %s', (file, verdict) => {
    const { packets, capture } = named(file);
    expect(reportOn(packets, capture).sessions.map(s => s.verdict)).toEqual([verdict]);
  });
});

describe('secrets', () => {
  it('are in no report that was not asked for them', () => {
    for (const { folder, capture } of all) {
      const pmks = Object.entries(capture.pmks).map(([name, hex]) => ({ name, pmk: fromHex(hex) }));
      const { packet, report } = validator({ keys: { pmks } });
      for (const one of packetsOf(`${folder}/${capture.file}`)) packet(one);
      const text = JSON.stringify(report());
      for (const key of [
        ...Object.values(capture.pmks),
        ...capture.handshakes.map(h => h.ptk.slice(0, 32)),
        ...capture.gtks.map(g => g.gtk),
      ])
        expect(text).not.toContain(key);
    }
  });
});

describe('damage', () => {
  it('of a capture, wherever it is cut and whatever is missing, makes no error of its own', () => {
    const { packets, capture } = named('g-wpa2-psk-sha256-mfp.pcap');
    for (let end = 0; end <= packets.length; end++) {
      expect(reportOn(packets.slice(0, end), capture).findings.filter(f => f.severity === 'error')).toEqual(
        [],
      );
      reportOn(packets.slice(end), capture);
      reportOn(packets.toSpliced(end, 1), capture);
    }
  });

  it('of single octets never makes it throw', () => {
    for (const file of [A, 'ft-psk-roam.pcap', 'wpa2-tkip.pcap', 'suiteb192.pcap', 'tkip-fragments.pcap']) {
      const { packets, capture } = named(file);
      for (let round = 0; round < 12; round++)
        reportOn(
          packets.map((packet, i) => {
            const bytes = packet.bytes.slice();
            const at = (i * 31 + round * 17) % Math.max(1, bytes.length);
            bytes[at]! ^= 1 << ((i + round) % 8);
            return { ...packet, bytes };
          }),
          capture,
        );
    }
  });

  it('by made-up addresses stays within bounds', () => {
    const { packets } = named(A);
    const data = packets
      .map(p => dot11Of(p).mpdu)
      .find(m => (m[0]! & 0x0c) === 8 && (m[1]! & 0x41) === 0x41)!;
    const { packet, report } = validator();
    for (let i = 0; i < 60_000; i++) {
      const bytes = data.slice();
      bytes.set([2, i >> 16, i >> 8, i], 10);
      packet({ time: 0n, linkType: 105, interface: 0, bytes, originalLength: bytes.length });
    }
    const { sessions, untrackedFrames } = report();
    expect(sessions.length).toBe(25_000);
    expect(untrackedFrames).toBe(35_000);
  });
});
