import { describe, expect, it } from 'vitest';
import { manifestOf, ofManifest, ofReport, packetsOf, reportOn } from '../manifest.js';

describe.each(['captures', 'captures/lab'])('what was measured of the peers in %s', folder => {
  it.each(manifestOf(folder).map(capture => [capture.file, capture] as const))('%s', (file, capture) => {
    expect(ofReport(reportOn(packetsOf(`${folder}/${file}`), capture))).toEqual(ofManifest(capture));
  });
});
