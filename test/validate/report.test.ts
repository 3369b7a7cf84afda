import { describe, expect, it } from 'vitest';
import { numberOf } from '../frame-ref.js';
import { type ManifestCapture, manifestOf, packetsOf, reportOn } from '../manifest.js';

const all = ['captures', 'captures/lab'].flatMap(folder =>
  manifestOf(folder).map(capture => ({ folder, capture })),
);

const named = (file: string): { folder: string; capture: ManifestCapture } =>
  all.find(({ capture }) => capture.file === file)!;

describe('the report', () => {
  it.each(all.map(({ folder, capture }) => [capture.file, folder, capture] as const))(
    '%s keeps its contract',
    (file, folder, capture) => {
      const report = reportOn(packetsOf(`${folder}/${file}`), capture);
      for (const session of report.sessions)
        for (const { mic, pmk, message } of session.eapolKeyFrames) {
          expect(pmk !== undefined).toBe(mic === 'valid');
          if (message === 'M1') expect(mic).toBe('none');
        }
      for (const { session, frames: told } of report.findings) {
        expect(report.sessions[session]).toBeDefined();
        const numbers = told.map(numberOf);
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        expect(numbers.filter(one => one > report.packets)).toEqual([]);
      }
    },
  );
});

describe('the verdict', () => {
  it.each([
    ['a-wpa2-psk-ccmp-initial.pcap', ['Complete under PMK1: 4-way handshake 19–25.']],
    [
      'b-wpa2-psk-ccmp-ptk-rekey.pcap',
      ['Complete under PMK1: 4-way handshake 19–25, re-key 58–64 and re-key 85–91.'],
    ],
    [
      'eap-akm1-pwd-reauth.pcap',
      [
        'Complete under PMK1 and PMK2: 4-way handshake 37–43 (PMK1), re-key 94–100 (PMK2) and group key handshake 152–154 (PMK2).',
      ],
    ],
    [
      'wrong-psk-sha256-mfp.pcap',
      ['Not complete: 4-way handshake 19–33 (station on PMK1; ended by the AP in frame 35, reason 15).'],
    ],
    [
      'corrupt-g1-mic.pcap',
      [
        'Complete under PMK1: 4-way handshake 19–25 and 4-way handshake 77–83; not complete: group key handshake 53–59 (under PMK1; ended by the AP in frame 61, reason 16); 4 wrong MICs.',
      ],
    ],
    [
      'mod-rekey-m4-mic.pcap',
      [
        'Complete under PMK1: 4-way handshake 19–25 and re-key 88–94; not complete: re-key 59–65 (under PMK1); 1 wrong MIC.',
      ],
    ],
    [
      'mod-m4-mic.pcap',
      [
        'Complete under PMK1: re-key 59–65 and re-key 88–94; not complete: 4-way handshake 19–25 (under PMK1); 1 wrong MIC.',
      ],
    ],
    ['lost-m3-g2.pcap', ['Complete under PMK1: 4-way handshake 19–31 and group key handshake 59–73.']],
    [
      'resend-m1-m3-g1.pcap',
      [
        'Complete under PMK1: 4-way handshake 19–55, 4-way handshake 93–99 and group key handshake 101–103; not complete: re-key 71–73 (station on PMK1) and re-key 75 (under PMK1; ended by the station in frame 77, reason 1).',
      ],
    ],
    [
      'tkip-michael-pairwise.pcap',
      [
        'Complete under PMK1: 4-way handshake 19–25; not complete: re-key 45 (ended by the station in frame 49, reason 14).',
      ],
    ],
    [
      'ft-psk-roam.pcap',
      [
        'Complete under PMK1: 4-way handshake 27–33 and fast BSS transition 228–230.',
        'Complete under PMK1: fast BSS transition 149–151, re-key 182–188 and group key handshake 204–206.',
      ],
    ],
    ['cut-no-m2.pcap', ['Complete: 4-way handshake 19–24, re-key 64 and re-key 93; 4 MICs not verified.']],
    ['mod-snaplen.pcap', ['No handshake in the capture, nor a whole EAPOL-Key frame.']],
  ])('of %s', (file, verdicts) => {
    const { folder, capture } = named(file);
    expect(reportOn(packetsOf(`${folder}/${file}`), capture).sessions.map(s => s.verdict)).toEqual(verdicts);
  });

  it('says so where no key fits', () => {
    const { folder, capture } = named('a-wpa2-psk-ccmp-initial.pcap');
    const wrong = { ...capture, pmks: { other: '00'.repeat(32) } };
    expect(reportOn(packetsOf(`${folder}/${capture.file}`), wrong).sessions[0]!.verdict).toBe(
      'Complete: 4-way handshake 19–25; 3 wrong MICs, no key given fits.',
    );
    const none = { ...capture, pmks: {} };
    expect(reportOn(packetsOf(`${folder}/${capture.file}`), none).sessions[0]!.verdict).toBe(
      'Complete: 4-way handshake 19–25; 3 MICs not verified.',
    );
  });
});
