import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import { validator } from '../../../src/validate/index.js';
import { fixture, packetsOf } from '../../manifest.js';
import { runs } from '../peer.js';

const FOLDER = 'captures/hostapd-2.11';

interface Captured {
  readonly file: string;
  readonly pmks: readonly string[];
  readonly tks: readonly string[];
}

const { captures } = JSON.parse(new TextDecoder().decode(fixture(`${FOLDER}/MANIFEST.json`))) as {
  captures: readonly Captured[];
};

/** What the validator says of a capture. */
function saidOf(name: string) {
  const { file, pmks } = captures.find(one => one.file === `${name}.pcap`)!;
  const { packet, report } = validator({
    keys: { pmks: pmks.map(hex => ({ name: 'PMK', pmk: fromHex(hex) })) },
    showKeys: true,
  });
  for (const one of packetsOf(`${FOLDER}/${file}`)) packet(one);
  return report();
}

const findingsOf = (name: string): readonly string[] =>
  saidOf(name).findings.map(
    ({ severity, rule, frames }) => `${severity} ${rule} ${frames.map(frame => String(frame))}`,
  );

describe('captures of hostapd 2.11', () => {
  it.each(captures)('$file: PTKs are those of the log, and open every frame', ({ file, tks }) => {
    const { sessions } = saidOf(file.slice(0, -'.pcap'.length));
    const found = sessions.flatMap(({ keys }) =>
      keys.flatMap(({ kind, hex }) => (kind === 'ptk' ? [hex!.slice(-tks[0]!.length)] : [])),
    );
    expect([...new Set(found)].sort()).toEqual([...tks].sort());
    expect(sessions.map(({ protectedFrames }) => protectedFrames.undecrypted)).toEqual(sessions.map(() => 0));
    expect(sessions.some(({ protectedFrames }) => protectedFrames.decrypted > 0)).toBe(true);
  });

  it.each([
    ['ft-eap-sha384', '00-0F-AC:13'],
    ['ft-sae-ext-key-19', '00-0F-AC:25'],
    ['ft-sae-ext-key-20', '00-0F-AC:25'],
    ['ft-sae-ext-key-21', '00-0F-AC:25'],
  ])('%s: transitions over the air and over the DS', (name, akm) => {
    const report = saidOf(name);
    expect(report.sessions.map(session => session.akm)).toEqual([akm, akm]);
    const kinds = report.sessions.map(({ handshakes }) =>
      handshakes.map(({ kind, complete }) => `${complete ? '' : '-'}${kind}`),
    );
    expect(kinds).toEqual([['initial', 'ft'], ['ft']]);
    expect(report.findings).toEqual([]);
    // Of the transition over the air: the group keys of its AP.
    expect(report.sessions[1]!.keys.map(({ kind }) => kind)).toEqual(['ptk', 'gtk', 'igtk']);
  });

  it('an AP that holds another ANonce refuses the transition', () => {
    expect(findingsOf('ft-refused')).toEqual(['warning transition-failed 76,80,85']);
    expect(saidOf('ft-refused').findings[0]!.message).toContain('right under PMK');
  });

  it('an element that is longer than its length can say is told, and the station ends the association', () => {
    expect(findingsOf('ft-element-too-long')).toEqual(['error transition-failed 71,75']);
  });

  it('a handshake that the AP gave up for EAP is told though the association ends much later', () => {
    expect(findingsOf('eap-begun-anew')).toEqual([
      'warning handshake-incomplete 95,99',
      'note unprotected-deauthentication 67',
    ]);
  });

  it('a forged request that an SA Query answers changes nothing', () => {
    const report = saidOf('association-forged');
    expect(runs(report)).toEqual(['initial 12,14,16,18']);
    expect(report.findings).toEqual([]);
  });

  it('forged ends are told by what their receiver and the one in whose name they are do then', () => {
    expect(findingsOf('deauthentication-forged')).toEqual([
      'note handshake-incomplete 38',
      'warning unprotected-deauthentication 66',
      'warning unprotected-deauthentication 68',
      'warning unprotected-deauthentication 128',
      'error unprotected-deauthentication 154',
      'error unprotected-deauthentication 171',
    ]);
  });

  it('a station that begins anew without keys leaves a group key handshake open', () => {
    expect(findingsOf('sae-lost-keys')).toEqual([
      'warning handshake-incomplete 121',
      'note unprotected-deauthentication 99',
      'note unprotected-deauthentication 162',
    ]);
  });
});
