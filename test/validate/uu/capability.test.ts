import { expect, it } from 'vitest';
import { UlDcch, ueCapabilityInformation } from '../../../src/codecs/rrc/index.js';
import { rrcMessageOf } from '../../../src/validate/uu/read-message.js';

const wlanMacAddress = Uint8Array.of(2, 0x55, 0x45, 0, 0, 1);
const octets = UlDcch.encode(ueCapabilityInformation({ wlanMacAddress, lwa: true }));

it('the WLAN address of a UE is read of a whole message, and nothing of one that the capture has cut', () => {
  const read = (length: number) => rrcMessageOf(octets.subarray(0, length), true)?.wlanMacAddress;
  expect(read(octets.length)).toEqual(wlanMacAddress);
  for (let length = 0; length < octets.length; length++) expect(read(length)).toBeUndefined();
});

it('it is read where capabilities behind it cannot be', () => {
  // In the IEs of Release 14, one that is not there follows.
  const damaged = octets.slice();
  damaged.fill(0xff, -4);
  expect(rrcMessageOf(damaged, true)?.wlanMacAddress).toEqual(wlanMacAddress);
});

it('it is a copy, so that what is kept of it keeps no packet', () => {
  const found = rrcMessageOf(octets, true)!.wlanMacAddress!;
  expect(found.buffer.byteLength).toBeLessThan(octets.length);
  expect(rrcMessageOf(octets, false)?.wlanMacAddress).toBeUndefined();
});
