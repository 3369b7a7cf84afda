import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { DlDcch, reconfigurationOf } from '../../../src/codecs/rrc/index.js';
import { wireshark } from '../../wireshark.js';
import { channels, collected, leftOf } from './collected.js';
import { fieldsOf } from './drawn.js';
import { shownOf } from './pdml.js';
import { vector } from './vectors.js';

/** How often a member of a value, at any level, has this name. */
const timesIn = (value: unknown, name: string): number =>
  typeof value !== 'object' || value === null || ArrayBuffer.isView(value)
    ? 0
    : Object.entries(value).reduce((sum, [key, part]) => sum + (key === name ? 1 : timesIn(part, name)), 0);

describe('RRC messages of eNBs, UEs and other stacks', () => {
  it.each(collected)('$name is read as Wireshark shows it, and written again', message => {
    const { codec, type } = channels[message.channel];
    const octets = fromHex(message.uper);
    const value = codec.decode(octets);
    expect(leftOf(message.tshark, fieldsOf(type, value, ''))).toEqual(message.unread);
    expect(toHex(codec.encode(value))).toBe(message.uper);
    expect(toHex(codec.encode(structuredClone(value)))).toBe(message.uper);
    const json = JSON.parse(JSON.stringify(codec.toJson(value)));
    expect(toHex(codec.encode(codec.fromJson(json)))).toBe(message.uper);
  });

  it('are as many as there were, with what X.691 has senders leave out', () => {
    const values = collected.map(({ channel, uper }) => channels[channel].codec.decode(fromHex(uper)));
    const countOf = (channel: string) => collected.filter(message => message.channel === channel).length;
    expect(['dlDcch', 'ulDcch', 'dlCcch'].map(countOf)).toEqual([37, 28, 4]);
    expect(values.filter(value => timesIn(value, '_defaults') > 0)).toHaveLength(6);
    expect(values.filter(value => timesIn(value, '_surplus') > 0)).toHaveLength(3);
    const withEmptyGroup = collected.filter((_, i) =>
      JSON.stringify(values[i]).includes('"_ext":[{"index":0,"value":{"0":0}}'),
    );
    expect(withEmptyGroup.map(({ name }) => name)).toEqual(['asn1c/report-217', 'asn1c/report-116']);
  });

  it('may be followed by the LWA configuration', () => {
    // A real eNB's reconfiguration, with the extension levels of another message put behind its components.
    const { ies, lwa } = reconfigurationOf(DlDcch.decode(fromHex(vector('reconf/lwa-wt-counter-1').uper)))!;
    expect(lwa?.choice).toBe('setup');
    let followed = 0;
    for (const { name, channel, uper } of collected) {
      if (channel !== 'dlDcch') continue;
      const { _surplus, ...message } = DlDcch.decode(fromHex(uper));
      const read = reconfigurationOf(message);
      if (read === undefined || read.ies.nonCriticalExtension !== undefined) continue;
      Object.assign(read.ies, { nonCriticalExtension: ies.nonCriticalExtension });
      expect(reconfigurationOf(DlDcch.decode(DlDcch.encode(message)))?.lwa, name).toEqual(lwa);
      followed++;
    }
    expect(followed).toBe(30);
  });
});

wireshark.describe('Wireshark on RRC messages of eNBs, UEs and other stacks', () => {
  it.each(['dlDcch', 'ulDcch', 'dlCcch'] as const)('shows the fields that are noted: %s', channel => {
    const messages = collected.filter(message => message.channel === channel);
    const sent = messages.map(({ uper }) => ({ channel, octets: fromHex(uper) }));
    // NAS messages, ciphered ones too, are none of RRC.
    const shown = shownOf(sent, channels[channel].element, ['--disable-protocol', 'nas-eps']);
    expect(shown.map(({ fields }) => fields)).toEqual(messages.map(({ tshark }) => tshark));
    expect(shown.flatMap(({ remarks }) => remarks)).toEqual([]);
  });
});
