import { expect, it } from 'vitest';
import { newKeyFits } from '../../../src/validate/keys/fits.js';
import { newSignalling } from '../../../src/validate/lte/signalling.js';
import type { SessionHost } from '../../../src/validate/session-host.js';
import { growth, LINEAR } from '../../growth.js';
import { silentHost } from '../wlan/host.js';
import { RAW } from '../xw/peer.js';
import { gsmtap } from './peer.js';

it('very many UEs without an association, each of which asks for the station that nobody knows, take linear time', () => {
  // An RRCConnectionReconfigurationComplete, from one address after the other.
  const packet = gsmtap(Uint8Array.of(0x10, 0), true);
  let asked = 0;
  const work = (count: number): void => {
    const host: SessionHost = {
      ...silentHost(),
      stranger: () => signalling.stranger(),
      watch: session => ({
        emit: ({ kind }) => {
          if (kind !== 'end') return;
          for (let i = 0; i < 200; i++) session.stranger();
          asked++;
        },
        isWatched: () => false,
      }),
    };
    const signalling = newSignalling({}, host, () => true, newKeyFits({}));
    for (let i = 0; i < count; i++) {
      const bytes = packet.slice();
      // The source, and the checksum of UDP, which its sender need not compute.
      bytes.set([10, i >> 16, i >> 8, i], 12);
      bytes.set([0, 0], 26);
      signalling.packet(RAW, bytes, { frame: i + 1, time: BigInt(i) * 1_000_000n });
    }
    asked = 0;
    signalling.end({ frame: count, time: BigInt(count) * 1_000_000n });
    expect(asked).toBe(count);
  };
  expect(growth(work, 1000)).toBeLessThan(LINEAR);
});
