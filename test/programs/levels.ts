/**
 * What stands many extension levels down in decoded messages has its type there: none is `any`. Prints what an
 * RRCConnectionReconfiguration says of LWA, six levels down, and an RRCConnectionRelease in its last level, nine levels down.
 */
import { toHex } from 'lwa-rekey/codecs';
import {
  connectionRelease,
  type DLDCCHMessage,
  decodeDlDcch,
  encodeDlDcch,
  lwaReconfiguration,
} from 'lwa-rekey/codecs/rrc';

const setUp = lwaReconfiguration({
  mobilitySet: { add: [{ bssid: Uint8Array.of(2, 0x55, 0x45, 0, 0, 1) }] },
});
const { message } = decodeDlDcch(encodeDlDcch(setUp));
if (message.choice !== 'c1' || message.value.choice !== 'rrcConnectionReconfiguration') throw new Error();
const { criticalExtensions } = message.value.value;
if (criticalExtensions.choice !== 'c1') throw new Error();
if (criticalExtensions.value.choice !== 'rrcConnectionReconfiguration-r8') throw new Error();
const v890 = criticalExtensions.value.value.nonCriticalExtension;
const v1130 = v890?.nonCriticalExtension?.nonCriticalExtension?.nonCriticalExtension;
const lwa = v1130?.nonCriticalExtension?.nonCriticalExtension?.['lwa-Configuration-r13'];
// @ts-expect-error it is set up or released
if (lwa?.choice === 'changed') throw new Error();
if (lwa?.choice !== 'setup') throw new Error();
const mobility = lwa.value['lwa-Config-r13']['lwa-MobilityConfig-r13'];
const added = mobility?.['wlan-ToAddList-r13']?.[0]?.['bssid-r12'];
// @ts-expect-error octets, not text
export const text: string | undefined = added;
// @ts-expect-error there is no such IE
export const changed = mobility?.['wlan-ToChangeList-r13'];

/** What an RRCConnectionRelease says. */
const iesOf = ({ message }: DLDCCHMessage) => {
  if (message.choice !== 'c1' || message.value.choice !== 'rrcConnectionRelease') throw new Error();
  const { criticalExtensions } = message.value.value;
  if (criticalExtensions.choice !== 'c1') throw new Error();
  if (criticalExtensions.value.choice !== 'rrcConnectionRelease-r8') throw new Error();
  return criticalExtensions.value.value;
};
const under = <T>(nonCriticalExtension: T) => ({ nonCriticalExtension });

const release = connectionRelease();
const v1320 = under(under(under(under(under({ 'mpsPriorityIndication-r16': 'true' as const })))));
iesOf(release).nonCriticalExtension = under(under(under(v1320)));
const v920 = iesOf(decodeDlDcch(encodeDlDcch(release))).nonCriticalExtension?.nonCriticalExtension;
const v1530 = v920?.nonCriticalExtension?.nonCriticalExtension?.nonCriticalExtension;
const last = v1530?.nonCriticalExtension?.nonCriticalExtension?.nonCriticalExtension?.nonCriticalExtension;
const urgent = last?.['mpsPriorityIndication-r16'];
// @ts-expect-error 'true' is all that it may be
if (urgent === 'false') throw new Error();
// @ts-expect-error there is no such IE
export const later = last?.['mpsPriorityIndication-r17'];
console.log(toHex(added!), urgent);
