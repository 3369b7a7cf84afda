/** Functions without types of their own, as a library may export them: their declarations name what the package exports. */
import {
  type Dot11Frame,
  decodeDot11,
  decodeElements,
  decodeKeyData,
  findElement,
  findKde,
  findMultiLink,
  readCapture,
} from 'lwa-rekey/codecs';
import { decodeDlDcch, decodeUeEutraCapability, decodeUlDcch, reconfigurationOf } from 'lwa-rekey/codecs/rrc';
import { decodeXwap, itemsOf, viewXwap } from 'lwa-rekey/codecs/xwap';
import type { SrbSecurity } from 'lwa-rekey/crypto';
import { type PmkEntry, scenarios, simulate } from 'lwa-rekey/flows';
import {
  type EventNamed,
  type HandshakeReport,
  type LwaCommand,
  type Session,
  type SessionReport,
  validate,
} from 'lwa-rekey/validate';

const frame = (octets: Uint8Array) => decodeDot11(octets);
const isBeacon = (found: Dot11Frame) => (found.kind === 'beacon' ? found : undefined);

export const beacon = (octets: Uint8Array) => isBeacon(frame(octets));
export const rsn = (elements: Uint8Array) => findElement(decodeElements(elements), 'RSN');
export const wpa = (elements: Uint8Array) => findElement(decodeElements(elements), 'WPA');
export const fastTransition = (elements: Uint8Array) =>
  findElement(decodeElements(elements), 'Fast BSS Transition');
export const multiLink = (elements: Uint8Array) => findMultiLink(decodeElements(elements));
export const gtk = (keyData: Uint8Array) => findKde(decodeKeyData(keyData), 'GTK');
export const igtk = (keyData: Uint8Array) => findKde(decodeKeyData(keyData), 'IGTK');
export const capability = (octets: Uint8Array) => decodeUeEutraCapability(octets);
export const release = (octets: Uint8Array) => decodeUeEutraCapability(octets).nonCriticalExtension;
export const downlink = (octets: Uint8Array) => decodeDlDcch(octets);
export const uplink = (octets: Uint8Array) => decodeUlDcch(octets).message;
export const reconfiguration = (octets: Uint8Array) => reconfigurationOf(decodeDlDcch(octets))?.ies;
export const bearers = (octets: Uint8Array) => {
  const view = viewXwap(decodeXwap(octets));
  return view.message === 'WTAdditionRequest' && view.complete
    ? itemsOf(view.ies['E-RABs-ToBeAdded-List'])
    : [];
};
export const packets = (file: Uint8Array) => readCapture(file);
export const report = (file: Uint8Array) => validate(readCapture(file)).report();
export const run = () => simulate(scenarios[0]!);

// What a rule of one's own, or a program that reads a report, takes from what it is given.
export const kind = ({ kind }: HandshakeReport) => kind;
export const frames = ({ frames }: HandshakeReport) => frames;
export const links = ({ links }: SessionReport) => links;
export const record = ({ record }: EventNamed<'eapolKey'>) => record;
export const runOf = ({ run }: EventNamed<'run'>) => run;
export const ending = ({ ending }: EventNamed<'ending'>) => ending;
export const key = ({ key }: EventNamed<'key'>) => key;
export const use = ({ use }: EventNamed<'opened'>) => use;
export const ptk = ({ ptk }: EventNamed<'opened'>) => ptk;
export const group = ({ group }: EventNamed<'openedGroup'>) => group;
export const restarted = (event: EventNamed<'restarted'>) => event;
export const problems = ({ problems }: EventNamed<'xwap'>) => problems;
export const wlans = ({ wlans }: LwaCommand) => wlans;
export const bss = ({ bss }: Session) => bss;
export const security = ({ security }: Session) => security;
export const data = ({ data }: Session) => data;
export const mld = ({ mld }: Session) => mld;
export const ofLinks = ({ links }: Session) => links;
export const traffic = ({ traffic }: Session) => traffic;
export const integrity = ({ integrity }: SrbSecurity) => integrity;
export const from = ({ from }: PmkEntry) => from;
