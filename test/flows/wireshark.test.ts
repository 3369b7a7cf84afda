import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { pcapngWriter } from '../../src/codecs/capture/pcapng-writer.js';
import { type KeysFile, type Overrides, scenarios, simulate } from '../../src/flows/index.js';
import { capinfos, tshark, wireshark } from '../wireshark.js';

wireshark.describe('generated captures in Wireshark', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flows-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const generate = (name: string, overrides: Overrides): { path: string; keys: KeysFile } => {
    const simulation = simulate(scenarios.find(s => s.name === name)!, { overrides });
    const writer = pcapngWriter({ interfaces: simulation.interfaces });
    const parts = [writer.header()];
    for (const packet of simulation.packets) parts.push(writer.packet(packet));
    const path = join(folder, `${name}.pcapng`);
    writeFileSync(path, Buffer.concat(parts));
    return { path, keys: simulation.keys() };
  };

  /** Rows of fields of the packets that a display filter chooses. */
  const fieldsOf = (
    { path, keys }: { path: string; keys: KeysFile },
    filter: string,
    ...fields: readonly string[]
  ): readonly (readonly string[])[] =>
    tshark([
      '-r',
      path,
      '-o',
      'sctp.checksum:CRC-32c',
      '-o',
      'udp.check_checksum:TRUE',
      ...keys.wireshark.options,
      '-Y',
      filter,
      '-T',
      'fields',
      ...fields.flatMap(f => ['-e', f]),
    ])
      .split('\n')
      .filter(line => line !== '')
      .map(line => line.split('\t'));

  it.each([
    ['wlan-initial', {}, ['1', '2', '3', '4']],
    ['wlan-rekey', {}, ['1', '2', '3', '4', '1', '2', '3', '4']],
    [
      'wlan-rekey',
      { akm: '00-0F-AC:6', managementFrameProtection: true },
      ['1', '2', '3', '4', '1', '2', '3', '4'],
    ],
  ])(
    '%s %o: every EAPOL-Key frame is seen, everything decrypts, nothing is malformed, its keys are ours',
    (name, overrides, numbers) => {
      const capture = generate(name, overrides);
      expect(capinfos(['-c', '-E', capture.path])).toContain('radiotap');
      const seen = fieldsOf(capture, 'eapol.keydes.type', 'wlan_rsna_eapol.keydes.msgnr').map(
        ([number]) => number,
      );
      expect(seen).toEqual(numbers);
      // Severity error; a malformed packet is one.
      expect(fieldsOf(capture, '_ws.malformed || _ws.expert.severity >= 0x00800000', 'frame.number')).toEqual(
        [],
      );
      expect(
        fieldsOf(capture, 'wlan.fc.protected == 1 && wlan.fc.type == 2 && !llc', 'frame.number'),
      ).toEqual([]);
      expect(fieldsOf(capture, 'llc.type == 0x9e65', 'frame.number').length).toBeGreaterThan(500);

      const column = (field: string): readonly string[] => [
        ...new Set(fieldsOf(capture, field, field).flatMap(([value]) => value!.split(','))),
      ];
      const { pmks, ptks, gtks } = capture.keys;
      expect(column('wlan.analysis.pmk')).toEqual(pmks.map(pmk => pmk.hex));
      expect(column('wlan.analysis.tk')).toEqual(ptks.map(ptk => ptk.tk));
      expect(column('wlan.analysis.kck')).toEqual(ptks.map(ptk => ptk.kck));
      expect(column('wlan.analysis.kek')).toEqual(ptks.map(ptk => ptk.kek));
      expect(column('wlan.rsn.ie.gtk_kde.gtk')).toEqual(gtks.map(gtk => gtk.hex));
    },
  );

  const lte = scenarios.filter(s => s.parameters.uu !== undefined).map(s => [s.name] as const);

  it.each(lte)('%s: three links in one file, nothing malformed, checksums right, WLAN decrypted', name => {
    const capture = generate(name, {});
    const links = fieldsOf(capture, 'frame', 'frame.interface_name').map(([link]) => link);
    expect([...new Set(links)].sort()).toEqual(['uu', 'wlan', 'xw']);
    expect(
      fieldsOf(
        capture,
        '_ws.malformed || _ws.expert.severity >= 0x00600000 || sctp.checksum.status == 0 || udp.checksum.status == 0',
        'frame.number',
        '_ws.expert.message',
      ),
    ).toEqual([]);
    expect(fieldsOf(capture, 'sctp && sctp.checksum.status != 1', 'frame.number')).toEqual([]);
    expect(fieldsOf(capture, 'wlan.fc.protected == 1 && wlan.fc.type == 2 && !llc', 'frame.number')).toEqual(
      [],
    );
    const counters = fieldsOf(capture, 'lte-rrc.lwa_WT_Counter_r13', 'lte-rrc.lwa_WT_Counter_r13');
    expect(counters.map(([counter]) => Number(counter))).toEqual(capture.keys.pmks.map(pmk => pmk.wtCounter));
    const cells = fieldsOf(capture, 'lte-rrc.mobilityControlInfo_element', 'lte-rrc.targetPhysCellId');
    expect(cells.map(([pci]) => Number(pci))).toEqual(capture.keys.kenbs.slice(1).map(kenb => kenb.pci));
    const keys = [
      ...new Set(fieldsOf(capture, 'wlan.analysis.tk', 'wlan.analysis.tk').flatMap(([tk]) => tk!.split(','))),
    ];
    expect(capture.keys.ptks.map(ptk => ptk.tk).filter(tk => !keys.includes(tk))).toEqual([]);
  });

  it('verifies the MAC-I and deciphers RRC of PDCP, under the keys of each KeNB', () => {
    const capture = generate('rekey-option-2', { uu: 'pdcp' });
    const macs = fieldsOf(capture, 'pdcp-lte', 'pdcp-lte.mac', 'lte-rrc.lwa_WT_Counter_r13');
    expect(macs.length).toBe(8);
    expect(fieldsOf(capture, 'pdcp-lte.maci-wrong', 'frame.number')).toEqual([]);
    const shown = tshark(['-r', capture.path, ...capture.keys.wireshark.options, '-Y', 'pdcp-lte', '-V']);
    expect(shown.split('[Matches calculated result]').length - 1).toBe(8);
    expect(
      macs.map(([, counter]) => counter).filter(counter => counter !== undefined && counter !== ''),
    ).toEqual(['0', '0']);
  });

  it('shows comments, the retries of a lossy air, and right durations', () => {
    const capture = generate('wlan-rekey', { loss: 0.05 });
    expect(fieldsOf(capture, 'wlan.fc.retry == 1', 'frame.number').length).toBeGreaterThan(10);
    const comments = fieldsOf(capture, 'frame.comment', 'frame.comment').flatMap(([comment]) =>
      comment!.split(','),
    );
    expect(comments).toContain('the UE takes the PTK from S-KWT #2 into use');
    const durations = fieldsOf(capture, 'wlan.fc.type_subtype == 0x28', 'wlan.duration').map(([d]) => d);
    expect(new Set(durations)).toEqual(new Set(['44', '60']));
  });
});
