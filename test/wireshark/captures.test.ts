/** What a capture of Xw is told to be in Wireshark: names of messages, columns, several messages in one packet. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { pcapngWriter } from '../../src/codecs/capture/pcapng-writer.js';
import { fromHex } from '../../src/codecs/hex.js';
import { bits } from '../../src/codecs/per/index.js';
import { encodeXwap, errorIndication, radioNetworkCause, xwapMessage } from '../../src/codecs/xwap/index.js';
import { fieldsOf, LINK, tsharkOf } from '../codecs/link/tshark-packets.js';
import { octetsOf } from '../codecs/xwap/vectors.js';
import { gPduOf, LINKTYPE, xwapOf } from '../flows/events.js';
import { run } from '../flows/play.js';
import { tshark, wireshark } from '../wireshark.js';
import { DISSECTORS, treesOf, xwPacket } from './xw.js';

const folder = mkdtempSync(join(tmpdir(), 'wireshark-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CUSTOM = ['-o', 'gtp.dissect_tpdu_as:Custom'];
/** Expert severity from which on something is wrong. */
const WARNING = 0x0060_0000;

wireshark.describe('the dissectors on captures', () => {
  it.each([
    ['rekey-option-2', {}, 18],
    ['wt-modification-rejected', { pdcpSnBits: 12 }, 12],
  ])(
    'name each XwAP message of %s as it was sent, and find LWAAP on Xw-U and WLAN',
    (name, overrides, snBits) => {
      const { interfaces, packets, keys } = run(name, { durationMs: 2000, ...overrides });
      const path = join(folder, `${name}.pcapng`);
      const writer = pcapngWriter({ interfaces });
      writeFileSync(path, Buffer.concat([writer.header(), ...packets.map(writer.packet)]));
      const fields = [
        'xwap.message',
        'lwaap.pdcp.SN',
        '_ws.col.Info',
        '_ws.expert.severity',
        '_ws.lua.error',
      ];
      const rows = tshark([
        ...['-r', path, '-n', ...DISSECTORS, ...CUSTOM],
        ...[...keys.wireshark.dissectorOptions, ...keys.wireshark.options],
        ...['-T', 'fields', ...fields.flatMap(field => ['-e', field])],
      ])
        .replace(/\n$/, '')
        .split('\n')
        .map(line => line.split('\t'));
      expect(rows.length).toBe(packets.length);
      let messages = 0;
      let onXwU = 0;
      let onWlan = 0;
      for (const [i, [message, sn, info, severities, lua]] of rows.entries()) {
        const packet = packets[i]!;
        const sent = packet.linkType === LINKTYPE.xw ? xwapOf(packet).map(view => view.message) : [];
        expect(message, `frame ${i + 1}`).toBe(sent.join(','));
        for (const one of sent) expect(info).toContain(one);
        messages += sent.length;
        const gPdu = gPduOf(packet);
        if (gPdu !== undefined) {
          // With 18 bits behind an octet of flags, with 12 behind four bits of them.
          const [first, second, third] = gPdu.pdcp;
          const bits =
            snBits === 18 ? (first! % 4) * 65_536 + second! * 256 + third! : (first! % 16) * 256 + second!;
          expect(sn, `frame ${i + 1}`).toBe(`${bits}`);
          onXwU++;
        } else if (sn !== '') onWlan++;
        expect(lua).toBe('');
        const severest = Math.max(0, ...severities!.split(',').map(Number));
        expect(severest, `frame ${i + 1}`).toBeLessThan(WARNING);
      }
      expect(messages).toBeGreaterThan(6);
      expect(onXwU).toBeGreaterThan(300);
      expect(onWlan).toBeGreaterThan(300);
    },
  );

  it.each([
    ['00f110', '001', '01'],
    ['130014', '310', '410'],
    ['62f210', '262', '01'],
    ['99f999', '999', '99'],
    // No digits: an MCC or an MNC of others, and a filler that is not where it may be.
    ['a0f110', '', ''],
    ['00ff10', '', ''],
    ['0011f0', '', ''],
    ['00a110', '', ''],
  ])('tell MCC and MNC of the PLMN Identity %s', (hex, mcc, mnc) => {
    const request = encodeXwap(
      xwapMessage('XwSetupRequest', {
        'Global-ENB-ID': {
          pLMNidentity: fromHex(hex),
          'eNB-ID': { choice: 'macroENB-ID', value: bits('0'.repeat(20)) },
        },
      }),
    );
    const fields = ['xwap.pLMNidentity', 'xwap.MCC', 'xwap.MNC', '_ws.lua.error'];
    expect(fieldsOf(LINK.rawIp, [xwPacket([request])], fields, DISSECTORS)).toEqual([[hex, mcc, mnc, '']]);
    const [tree] = treesOf(
      tsharkOf(LINK.rawIp, [xwPacket([request])], [...DISSECTORS, '-T', 'pdml', '-J', 'xwap']),
    );
    const { text } = tree!.find(({ name }) => name === 'xwap.pLMNidentity')!;
    expect(text).toBe(mcc === '' ? hex : `${hex}, MCC ${mcc}, MNC ${mnc}`);
  });

  it('tell each message of a packet, its Cause, and the IEs that are diagnosed', () => {
    const rejected = encodeXwap(
      errorIndication({
        cause: { choice: 'protocol', value: 'abstract-syntax-error-reject' },
        criticalityDiagnostics: {
          iEsCriticalityDiagnostics: [
            { iECriticality: 'reject', 'iE-ID': 25, typeOfError: 'missing' },
            { iECriticality: 'notify', 'iE-ID': 1000, typeOfError: 'not-understood' },
          ],
        },
      }),
    );
    const reset = encodeXwap(xwapMessage('Reset', { Cause: radioNetworkCause('unspecified') }));
    const confirmation = octetsOf('WTAssociationConfirmation/minimal');
    const fields = ['_ws.col.Protocol', '_ws.col.Info', 'xwap.message'];
    const rows = fieldsOf(
      LINK.rawIp,
      [
        xwPacket([confirmation, rejected, reset]),
        xwPacket([reset], 59),
        xwPacket([reset], 0),
        xwPacket([confirmation.subarray(0, -1)]),
      ],
      fields,
      DISSECTORS,
    );
    const resetInfo = 'Reset [radioNetwork: unspecified]';
    expect(rows).toEqual([
      [
        'XwAP',
        'WTAssociationConfirmation, ErrorIndication [protocol: abstract-syntax-error-reject] [missing: ENB-UE-XwAP-ID] [not-understood: IE 1000], ' +
          resetInfo,
        'WTAssociationConfirmation,ErrorIndication,Reset',
      ],
      ['XwAP', resetInfo, 'Reset'],
      ['XwAP', resetInfo, 'Reset'],
      ['XwAP', 'WTAssociationConfirmation [malformed]', 'WTAssociationConfirmation'],
    ]);
  });
});
