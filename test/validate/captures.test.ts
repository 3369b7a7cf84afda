import { describe, expect, it } from 'vitest';
import { type ManifestCapture, manifestOf, ofManifest, ofReport, packetsOf, reportOn } from '../manifest.js';

/**
 * Captures of which parts were taken away, so that they do not show all that their manifest tells from the
 * whole: encrypted EAPOL-Key frames that nobody can open, and MICs whose nonces are not there.
 */
const partial = new Set(['cut-no-m2.pcap', 'cut-from-rekey.pcap', 'mod-snaplen.pcap']);

const captures = (folder: string, wanted: (file: string) => boolean) =>
  manifestOf(folder)
    .filter(({ file }) => wanted(file))
    .map(capture => [capture.file, capture] as const);

const reportOnFile = (folder: string, capture: ManifestCapture) =>
  reportOn(packetsOf(`${folder}/${capture.file}`), capture);

describe.each(['captures', 'captures/lab'])('what was measured of the peers in %s', folder => {
  it.each(captures(folder, file => !partial.has(file)))('%s', (_, capture) => {
    expect(ofReport(reportOnFile(folder, capture))).toEqual(ofManifest(capture));
  });
});

describe('captures that lack what their keys follow from', () => {
  it.each(captures('captures/lab', file => partial.has(file)))('%s', (_, capture) => {
    const { eapolKeyFrames, ...rest } = ofReport(reportOnFile('captures/lab', capture));
    const { eapolKeyFrames: all, ...expected } = ofManifest(capture);
    expect(rest).toEqual(expected);
    const shown =
      capture.file === 'mod-snaplen.pcap' ? [] : capture.eapol_key_frames.filter(f => !f.encrypted_80211);
    expect(all.length).toBeGreaterThan(shown.length);
    expect(eapolKeyFrames).toEqual(
      shown.map(f =>
        expect.objectContaining({
          frame: f.frame,
          message: f.msg,
          mic: f.msg === 'M1' ? 'none' : 'unverified',
        }),
      ),
    );
  });
});
