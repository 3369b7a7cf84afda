import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pcapngWriter } from '../../src/codecs/capture/pcapng-writer.js';
import { toHex } from '../../src/codecs/hex.js';
import { type Overrides, scenarios } from '../../src/flows/index.js';
import { tsharkLater, wireshark } from '../wireshark.js';
import { gPduOf, isRrc, LINKTYPE, rrcOf, tunnelEndsOf } from './events.js';
import { type Played, type Run, run, validated } from './play.js';

/** What tshark is asked for of each frame. */
const FIELDS = [
  'frame.interface_name',
  'frame.comment',
  '_ws.malformed',
  '_ws.expert.severity',
  '_ws.expert.message',
  'ip.checksum.status',
  'udp.checksum.status',
  'sctp.checksum.status',
  'ip.dst',
  'gtp.message',
  'gtp.teid',
  'udp.payload',
  'data.data',
  'wlan.fc.type_subtype',
  'wlan.fc.tods',
  'wlan.fc.retry',
  'wlan.fc.protected',
  'wlan.duration',
  'llc.type',
  'eapol.keydes.type',
  'wlan_rsna_eapol.keydes.msgnr',
  'wlan.analysis.pmk',
  'wlan.analysis.kck',
  'wlan.analysis.kek',
  'wlan.analysis.tk',
  'wlan.rsn.ie.gtk_kde.gtk',
  'lte-rrc.mobilityControlInfo_element',
  'lte-rrc.targetPhysCellId',
  'lte-rrc.handoverWithoutWT_Change_r14',
  'lte-rrc.lwa_Configuration_r13',
  'lte-rrc.lwa_WT_Counter_r13',
  'lte-rrc.rrcConnectionReconfigurationComplete_element',
  'lte-rrc.wlan_Status_r13',
] as const;
type Row = Readonly<Record<(typeof FIELDS)[number], string>>;

/** Expert severities: https://www.wireshark.org/docs/wsdg_html, epan/proto.h. */
const WARNING = 0x0060_0000;
const GOOD = '1';
/** GTP-U message type (TS 29.281, 6.1). */
const G_PDU = '0xff';
/** Hexadecimal digits of a header without options, behind which tshark shows nothing. */
const GTPU_HEADER = 16;
const STATUS = ['successfulAssociation', 'failureWlanRadioLink', 'failureWlanUnavailable', 'failureTimeout'];

/** A capture, and each of its frames as Wireshark reads it. */
interface Dissected {
  readonly played: Played;
  readonly rows: readonly Row[];
}

/** The RRC message of a frame of Uu, in the words of `rrcOf`. */
function rrcIn(row: Row): string {
  if (row['lte-rrc.wlan_Status_r13'] !== '') return STATUS[Number(row['lte-rrc.wlan_Status_r13'])]!;
  if (row['lte-rrc.rrcConnectionReconfigurationComplete_element'] !== '') return 'complete';
  const name = row['lte-rrc.mobilityControlInfo_element'] === '' ? 'reconfiguration' : 'handover';
  if (row['lte-rrc.lwa_WT_Counter_r13'] !== '')
    return `${name}, WT Counter ${row['lte-rrc.lwa_WT_Counter_r13']}`;
  return row['lte-rrc.lwa_Configuration_r13'] === '0' ? `${name}, LWA release` : name;
}

const MESSAGE_NUMBERS: Readonly<Record<string, string>> = {
  M1: '1',
  M2: '2',
  M3: '3',
  M4: '4',
  G1: '1',
  G2: '2',
};

wireshark.describe('generated captures in Wireshark', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flows-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let files = 0;

  const write = ({ interfaces, packets }: Run): string => {
    const writer = pcapngWriter({ interfaces });
    const path = join(folder, `${++files}.pcapng`);
    writeFileSync(path, Buffer.concat([writer.header(), ...packets.map(writer.packet)]));
    return path;
  };

  const optionsFor = (one: Run): readonly string[] => [
    ...['-o', 'sctp.checksum:CRC-32c', '-o', 'udp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE'],
    ...one.keys.wireshark.options,
  ];

  const dissect = async (one: Run): Promise<Dissected> => {
    const printed = tsharkLater([
      ...['-r', write(one)],
      ...optionsFor(one),
      ...['-T', 'fields', ...FIELDS.flatMap(field => ['-e', field])],
    ]);
    // The validator and tshark work at the same time.
    const played = validated(one);
    const lines = (await printed).split('\n').slice(0, -1);
    const rows = lines.map(line => {
      const values = line.split('\t');
      return Object.fromEntries(FIELDS.map((field, i) => [field, values[i] ?? ''])) as Row;
    });
    return { played, rows };
  };

  /** Two captures at a time: while one is dissected the next one is made. */
  const LANES = 2;
  const lanes = new Array<Promise<unknown>>(LANES).fill(Promise.resolve());
  let turn = 0;
  const later = <T>(work: () => Promise<T>): Promise<T> => {
    const lane = turn++ % LANES;
    const result = lanes[lane]!.then(work);
    lanes[lane] = result.catch(() => {});
    return result;
  };

  const cases: readonly (readonly [string, Overrides])[] = [
    ...scenarios.map(({ name }) => [name, {}] as const),
    ['wlan-rekey', { akm: '00-0F-AC:6', managementFrameProtection: true }],
    ['wlan-rekey', { loss: 0.05 }],
    ['rekey-option-2', { ues: 20, stimulusAfterMs: 300, durationMs: 600, dataIntervalMs: 20 }],
  ];
  const titled = cases.map(
    ([name, overrides]) => [`${name} ${JSON.stringify(overrides)}`, overrides] as const,
  );
  const dissected = new Map<string, Promise<Dissected>>();
  const pdml = new Map<string, Promise<{ one: Run; printed: string }>>();
  const lte = scenarios.filter(s => s.parameters.uu !== undefined).map(s => s.name);
  beforeAll(() => {
    for (const [i, [title, overrides]] of titled.entries())
      dissected.set(
        title,
        later(() => dissect(run(cases[i]![0], overrides))),
      );
    for (const name of lte)
      pdml.set(
        name,
        later(async () => {
          const one = run(name, { uu: 'pdcp', dataIntervalMs: 0 });
          const args = ['-r', write(one), ...optionsFor(one), '-Y', 'pdcp-lte', '-T', 'pdml'];
          return { one, printed: await tsharkLater(args) };
        }),
      );
    for (const one of [...dissected.values(), ...pdml.values()]) one.catch(() => {});
  });

  it.each(titled)(
    '%s: nothing malformed, checksums right, all decrypted, RRC as simulated',
    async title => {
      const { played, rows } = await dissected.get(title)!;
      const { packets, interfaces, keys, report } = played;
      expect(rows.map(row => row['frame.interface_name'])).toEqual(
        packets.map(p => interfaces[p.interface]!.name),
      );
      expect(rows.map(row => row['frame.comment'])).toEqual(packets.map(p => (p.comments ?? []).join(',')));

      const isBad = (row: Row): boolean =>
        row['_ws.malformed'] !== '' ||
        row['_ws.expert.severity'].split(',').some(one => Number(one) >= WARNING);
      expect(rows.filter(isBad).map(row => row['_ws.expert.message'])).toEqual([]);

      for (const row of rows) {
        const link = row['frame.interface_name'];
        if (link === 'wlan') continue;
        expect(row['ip.checksum.status']).toBe(GOOD);
        const isUdp = link === 'uu' || row['gtp.message'] !== '';
        expect(row[isUdp ? 'udp.checksum.status' : 'sctp.checksum.status']).toBe(GOOD);
      }

      const gPdus = rows.filter(row => row['gtp.message'] === G_PDU);
      const shownGPdus = gPdus.map(row => [
        row['ip.dst'],
        Number(row['gtp.teid']),
        row['udp.payload'].slice(GTPU_HEADER),
      ]);
      const sentGPdus = packets.flatMap(packet => gPduOf(packet) ?? []);
      expect(shownGPdus).toEqual(sentGPdus.map(({ to, teid, lwaap }) => [to, teid, toHex(lwaap)]));
      const named = packets.filter(p => p.linkType === LINKTYPE.xw).map(tunnelEndsOf);
      const endsInXwap = named.flatMap(({ enb, wt }) => [...enb, ...wt]);
      const endsInGtp = gPdus.map(row => `${row['ip.dst']} ${Number(row['gtp.teid'])}`);
      if (gPdus.length > 0) expect(new Set(endsInGtp)).toEqual(new Set(endsInXwap));

      // Each G-PDU is an LWAAP frame with the same PDCP PDU, but for what is lost and for downlink without an association.
      const lwaap = (isUplink: boolean, isMissed: RegExp): readonly string[] =>
        rows
          .filter(row => row['llc.type'] === '0x9e65' && (row['wlan.fc.tods'] === '1') === isUplink)
          .filter(row => !isMissed.test(row['frame.comment']))
          .map(row => row['data.data'].slice(2));
      const inGtp = (isUplink: boolean): readonly string[] =>
        sentGPdus.filter(gPdu => gPdu.isUplink === isUplink).map(({ pdcp }) => toHex(pdcp));
      if (keys.kenbs.length > 0) {
        const arrived = lwaap(true, /the receiver misses this frame|^dropped/);
        expect(new Set(inGtp(true))).toEqual(new Set(arrived));
        const isLossless = rows.every(row => !/lost on the link|misses/.test(row['frame.comment']));
        if (isLossless) expect(inGtp(true).length).toBe(arrived.length);
        const [down, onAir] = [inGtp(false), lwaap(false, /^never$/)];
        if (isLossless && played.measures.run.associations === 1) expect(onAir.length).toBe(down.length);
        const known = new Set(down);
        expect(onAir.filter(pdcp => !known.has(pdcp))).toEqual([]);
      }

      const isData = (row: Row): boolean =>
        row['wlan.fc.protected'] === '1' && ['0x0028', '0x0020'].includes(row['wlan.fc.type_subtype']);
      const data = rows.filter(isData);
      // ARP alone is to all, which goes without QoS.
      const typesOf = (row: Row) =>
        row['wlan.fc.type_subtype'] === '0x0028' ? ['0x9e65', '0x888e'] : ['0x0806'];
      expect(data.filter(row => !typesOf(row).includes(row['llc.type']))).toEqual([]);
      const opened = report.sessions.reduce((sum, s) => sum + s.protectedFrames.decrypted, 0);
      expect(data.length).toBe(opened);

      const ofReport = report.sessions
        .flatMap(s => s.eapolKeyFrames)
        .sort((a, b) => Number(a.frame) - Number(b.frame))
        .map(({ frame, message }) => [Number(frame), MESSAGE_NUMBERS[message]]);
      const shown = rows.flatMap((row, i) =>
        row['eapol.keydes.type'] === '' ? [] : [[i + 1, row['wlan_rsna_eapol.keydes.msgnr']]],
      );
      expect(shown).toEqual(ofReport);

      const all = (field: keyof Row): Set<string> =>
        new Set(rows.flatMap(row => (row[field] === '' ? [] : row[field].split(','))));
      // Where a handshake ends with M3, tshark shows keys that nobody took into use.
      if (keys.ptks.length > 0) {
        expect(all('wlan.analysis.tk')).toEqual(new Set(keys.ptks.map(ptk => ptk.tk)));
        expect(all('wlan.analysis.kck')).toEqual(new Set(keys.ptks.map(ptk => ptk.kck)));
        expect(all('wlan.analysis.kek')).toEqual(new Set(keys.ptks.map(ptk => ptk.kek)));
        const used = keys.pmks.filter(({ inUseFrom }) => Object.keys(inUseFrom).length > 0);
        expect(all('wlan.analysis.pmk')).toEqual(new Set(used.map(pmk => pmk.hex)));
        expect(all('wlan.rsn.ie.gtk_kde.gtk')).toEqual(new Set(keys.gtks.map(gtk => gtk.hex)));
      }

      const rrc = rows.filter((_, i) => isRrc(packets[i]!));
      expect(rrc.map(rrcIn)).toEqual(packets.filter(isRrc).map(rrcOf));
      if (keys.kenbs.length === 0) return;
      const counters = rrc.flatMap(row => row['lte-rrc.lwa_WT_Counter_r13'] || []);
      expect(counters.map(Number).sort()).toEqual(keys.pmks.map(pmk => pmk.wtCounter).sort());
      const cells = rrc.flatMap(row => row['lte-rrc.targetPhysCellId'] || []);
      const reached = keys.kenbs.filter(kenb => kenb.name !== 'KeNB #1');
      expect(cells.map(Number)).toEqual(reached.map(kenb => kenb.pci));
    },
    120_000,
  );

  it.each(lte)(
    '%s as PDCP: every MAC-I matches, and RRC is deciphered under the keys of each KeNB',
    async name => {
      const { one, printed } = await pdml.get(name)!;
      const pdus = printed.split('<packet>').slice(1);
      expect(pdus.length).toBe(one.packets.filter(p => p.linkType === LINKTYPE.uu).length);
      expect(pdus.length).toBeGreaterThan(2);
      for (const pdu of pdus) {
        expect(pdu).toMatch(
          /name="pdcp-lte\.mac" showname="MAC: 0x[0-9a-f]{8} \[Matches calculated result\]"/,
        );
        expect(pdu).not.toContain('pdcp-lte.maci-wrong');
        expect(pdu).toContain('<proto name="lte_rrc"');
      }
      const counters = [...printed.matchAll(/name="lte-rrc\.lwa_WT_Counter_r13"[^>]* show="(\d+)"/g)];
      expect(counters.map(([, counter]) => Number(counter))).toEqual(one.keys.pmks.map(pmk => pmk.wtCounter));
      const rows = new Set(
        [...printed.matchAll(/name="pdcp-lte\.ueid"[^>]* show="(\d+)"/g)].map(([, id]) => Number(id)),
      );
      expect(rows).toEqual(new Set(one.keys.kenbs.map(kenb => kenb.pdcpUeId)));
    },
    60_000,
  );

  it('shows the retries of a lossy air, and right durations', async () => {
    const { rows } = await dissected.get(`wlan-rekey ${JSON.stringify({ loss: 0.05 })}`)!;
    expect(rows.filter(row => row['wlan.fc.retry'] === '1').length).toBeGreaterThan(10);
    const data = rows.filter(row => row['wlan.fc.type_subtype'] === '0x0028');
    expect(new Set(data.map(row => row['wlan.duration']))).toEqual(new Set(['44', '60']));
  });
});
