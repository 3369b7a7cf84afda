import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { pcapngWriter } from '../../../src/codecs/capture/pcapng-writer.js';
import { type Overrides, scenarios, simulate } from '../../../src/flows/index.js';
import { tshark, wireshark } from '../../wireshark.js';

wireshark.describe('attacks in Wireshark', () => {
  const folder = mkdtempSync(join(tmpdir(), 'attacks-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const fields = [
    '_ws.malformed',
    '_ws.expert.severity',
    'wlan.fc.type',
    'wlan.fc.protected',
    'wlan.fc.tods',
    'llc.type',
    'wlan.ccmp.extiv',
    'wlan.qos.priority',
    'wlan_rsna_eapol.keydes.msgnr',
    'wlan.fixed.reason_code',
  ] as const;
  type Row = Readonly<Record<(typeof fields)[number], string>>;

  const rowsOf = (name: string, overrides: Overrides): readonly Row[] => {
    const simulation = simulate(scenarios.find(s => s.name === name)!, { overrides });
    const writer = pcapngWriter({ interfaces: simulation.interfaces });
    const parts = [writer.header()];
    for (const packet of simulation.packets) parts.push(writer.packet(packet));
    const path = join(folder, `${name}.pcapng`);
    writeFileSync(path, Buffer.concat(parts));
    const { options } = simulation.keys().wireshark;
    const printed = tshark(['-r', path, ...options, '-T', 'fields', ...fields.flatMap(f => ['-e', f])]);
    return printed
      .split('\n')
      .slice(0, -1)
      .map(line => {
        const values = line.split('\t');
        return Object.fromEntries(fields.map((field, i) => [field, values[i] ?? ''])) as Row;
      });
  };

  const cases: readonly (readonly [string, Overrides, string, string])[] = [
    ['attack-wrong-pmk', {}, '12121212', '15'],
    ['attack-flipped-mic', {}, '12234', ''],
    ['attack-forged-m1', {}, '112233331234', '15'],
    ['attack-key-reinstallation', {}, '123434', ''],
    ['attack-key-reinstallation', { reinstallsKeys: false }, '123434', ''],
    ['attack-group-key-reinstallation', {}, '12341212', ''],
    ['attack-group-key-reinstallation', { reinstallsGroupKeys: false }, '12341212', ''],
    ['attack-downgraded-rsne', {}, '123', '17'],
    ['attack-downgraded-rsne', { ignoresRsne: true }, '1234', ''],
  ];

  it('all of them are looked at', () => {
    const attacks = scenarios.map(s => s.name).filter(name => name.startsWith('attack-'));
    expect([...new Set(cases.map(([name]) => name))].sort()).toEqual(attacks.sort());
  });

  it.each(cases)(
    '%s %o: messages %s, nothing malformed, all decrypted, reason code %s',
    (name, overrides, messages, reason) => {
      const rows = rowsOf(name, overrides);
      const warning = 0x0060_0000;
      expect(
        rows.filter(
          row =>
            row['_ws.malformed'] !== '' ||
            row['_ws.expert.severity'].split(',').some(s => Number(s) >= warning),
        ),
      ).toEqual([]);
      const data = rows.filter(row => row['wlan.fc.protected'] === '1' && row['wlan.fc.type'] === '2');
      expect(data.filter(row => row['llc.type'] === '')).toEqual([]);
      expect(rows.map(row => row['wlan_rsna_eapol.keydes.msgnr']).join('')).toBe(messages);
      const reasons = rows.map(row => row['wlan.fixed.reason_code']).filter(code => code !== '');
      expect(reasons.map(Number).join()).toBe(reason);

      const ofUser = data.filter(row => row['wlan.fc.tods'] === '1' && row['wlan.qos.priority'] === '0');
      const distinct = new Set(ofUser.map(row => row['wlan.ccmp.extiv'])).size;
      if (name === 'attack-key-reinstallation' && overrides.reinstallsKeys !== false)
        expect(ofUser.length - distinct).toBeGreaterThan(10);
      else expect(distinct).toBe(ofUser.length);
    },
  );
});
