import { describe, expect, it } from 'vitest';
import { dot11Of, formatMac } from '../../../src/codecs/dot11/index.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { type Report, validator } from '../../../src/validate/index.js';
import { fixture, packetsOf } from '../../manifest.js';
import { runs } from '../peer.js';

const FOLDER = 'captures/mlo';

interface Captured {
  readonly file: string;
  readonly pmks: readonly string[];
  readonly tks: readonly string[];
  readonly gtks: readonly { readonly linkId: number; readonly keyId: number; readonly gtk: string }[];
}

const { captures } = JSON.parse(new TextDecoder().decode(fixture(`${FOLDER}/MANIFEST.json`))) as {
  captures: readonly Captured[];
};

type Packets = ReturnType<typeof packetsOf>;

/** What the validator says of a capture, or of those packets of it that are kept. */
function saidOf(name: string, keep: (packets: Packets) => Packets = packets => packets): Report {
  const { file, pmks } = captures.find(one => one.file === `${name}.pcap`)!;
  const { packet, report } = validator({
    keys: { pmks: pmks.map(hex => ({ name: 'PMK', pmk: fromHex(hex) })) },
    showKeys: true,
  });
  for (const one of keep(packetsOf(`${FOLDER}/${file}`))) packet(one);
  return report();
}

const findingsOf = ({ findings }: Report): readonly string[] =>
  findings.map(({ severity, rule, frames }) => `${severity} ${rule} ${frames.map(frame => String(frame))}`);

/** The packets but for management frames of these subtypes. */
const without =
  (...subtypes: readonly number[]) =>
  (packets: Packets): Packets =>
    packets
      .map((packet, i) => ({ ...packet, frame: i + 1 }))
      .filter(packet => {
        const mpdu = dot11Of(packet)?.mpdu;
        return mpdu === undefined || (mpdu[0]! & 0x0c) !== 0 || !subtypes.includes(mpdu[0]! >> 4);
      });

const BEACON = 8;
const ASSOCIATION = [0, 1] as const;

describe('captures of multi-link operation', () => {
  it.each(captures)(
    '$file: one session of the two MLDs, and every frame of every link opens',
    ({ file, tks, gtks }) => {
      const { sessions } = saidOf(file.slice(0, -'.pcap'.length));
      expect(sessions.map(({ ap, station }) => [ap, station])).toEqual([
        ['02:00:00:00:00:00', '02:00:00:00:01:00'],
      ]);
      const [{ keys, protectedFrames, links }] = sessions as [Report['sessions'][0]];
      expect(protectedFrames.undecrypted).toBe(0);
      expect(protectedFrames.decrypted).toBeGreaterThan(40);
      const found = keys.flatMap(({ kind, hex }) => (kind === 'ptk' ? [hex!.slice(-tks[0]!.length)] : []));
      expect(found).toEqual(tks);
      const ofLinks = keys.flatMap(({ kind, linkId, keyId, hex }) =>
        kind === 'gtk' ? [{ linkId, keyId, gtk: hex }] : [],
      );
      expect(ofLinks).toEqual(gtks);
      expect(links!.map(({ linkId, ap }) => [linkId, ap])).toEqual(
        [...new Set(gtks.map(({ linkId }) => linkId))].map(linkId => [linkId, `02:00:00:aa:00:0${linkId}`]),
      );
      // Data went over every link, in both directions.
      const seen = new Set(
        packetsOf(`${FOLDER}/${file}`).flatMap(packet => {
          const mpdu = dot11Of(packet)?.mpdu;
          return mpdu !== undefined && (mpdu[0]! & 0x0c) === 8 ? [formatMac(mpdu.subarray(10, 16))] : [];
        }),
      );
      for (const { ap } of links!) expect(seen).toContain(ap);
    },
  );

  it('has no finding where nothing is wrong, and both associations of the MLDs', () => {
    const report = saidOf('ccmp');
    expect(report.findings).toEqual([]);
    expect(report.sessions[0]!.handshakes.map(({ kind, complete }) => [kind, complete])).toEqual([
      ['initial', true],
      ['group', true],
      ['re-key', true],
      ['initial', true],
    ]);
  });

  it('tells a GTK of one link under the key ID of the one in use', () => {
    const report = saidOf('gcmp256');
    expect(findingsOf(report)).toEqual(['error gtk-key-id 98,106']);
    expect(report.findings[0]!.message).toContain('another GTK for link 0 under key ID 1');
  });

  it('tells what M3 has wrong for one link', () => {
    const report = saidOf('three-links');
    expect(findingsOf(report)).toEqual(['error rsne-mismatch 30,32', 'error gtk-missing 46,48']);
    expect(report.findings.map(({ message }) => message)).toEqual([
      'The RSNE of link 1 of M3 in frame 30 is not that of the beacon; the station ends the association in frame 32, reason 1.',
      'M3 in frame 46 brings no GTK for link 1, and the station ends the association in frame 48, reason 1.',
    ]);
  });

  it.each(['ccmp', 'gcmp256'])(
    '%s: links are known from the association where there are no beacons',
    name => {
      const report = saidOf(name, without(BEACON));
      expect(report.sessions.map(({ protectedFrames }) => protectedFrames.undecrypted)).toEqual([0]);
      expect(runs(report)).toEqual(runs(saidOf(name)));
    },
  );

  it('knows the links from beacons and the handshake where there is no association', () => {
    // Of the first association, up to the deauthentication.
    const { sessions } = saidOf('gcmp256', packets => without(...ASSOCIATION)(packets));
    const { protectedFrames, links } = sessions[0]!;
    expect(protectedFrames.decrypted).toBeGreaterThan(40);
    expect(links!.map(({ linkId }) => linkId)).toContain(1);
  });
});
