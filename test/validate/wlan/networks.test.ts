import { expect, it } from 'vitest';
import type { Tracked } from '../../../src/validate/session.js';
import { newNetworks } from '../../../src/validate/wlan/networks.js';
import { silentHost } from './host.js';

const AP = Uint8Array.of(2, 0, 0, 0, 0xa, 0);
/** The station's address on a link, in its association of that number. */
const station = (association: number): Uint8Array => Uint8Array.of(2, 0, 0, 1, association >> 8, association);

it('a session that has had very many addresses is found by the latest alone', () => {
  const networks = newNetworks(silentHost(), () => {});
  const pair = (association: number): Uint8Array => Uint8Array.of(...AP, ...station(association));
  const session = networks.session(pair(0), 0, 6)!;
  const bss = networks.known(AP, 0)!;
  const found = (association: number): Tracked | undefined => networks.knownSession(pair(association), 0, 6);
  const MANY = 500;
  for (let association = 1; association <= MANY; association++)
    networks.alias(session, bss, station(association));
  expect(found(MANY)).toBe(session);
  expect(found(MANY - 60)).toBe(session);
  expect(found(MANY - 70)).toBeUndefined();
  expect(bss.stations.size).toBe(64);
  expect([...networks.ofStation(station(MANY))]).toEqual([session]);
  expect([...networks.ofStation(station(0))]).toEqual([]);
});
