import { toHex } from '../../codecs/hex.js';
import { deriveKenb, deriveKenbStar, deriveNh, deriveSKwt } from '../../crypto/kdf3gpp.js';
import { equalConstantTime } from '../../crypto/mic.js';
import type { PdcpKey } from '../../crypto/pdcp.js';
import { AES_ALGORITHM, rrcKeysOf } from '../../crypto/rrc-keys.js';
import type { SKwtCandidate } from '../lte-events.js';
import type { HandoverCommand } from './message.js';

/** A KeNB under the name that reports call it by. */
export interface NamedKenb {
  readonly name: string;
  /** 32 octets. */
  readonly kenb: Uint8Array;
  /** The WLAN address of the only UE that it is for, 6 octets; without one it may be any UE's. */
  readonly station?: Uint8Array | undefined;
  /** The UE id under which a capture of PDCP shows it. */
  readonly pdcpUeId?: number | undefined;
  /**
   * Physical cell identity of the cell in which the UE has it, 0 to 503. With a `station`, those of one source, or without any, are
   * taken to be all that this UE has in its cells.
   */
  readonly pci?: number | undefined;
  /** Where it came from: of keys with one source it is enough that one is right. Without it each is one of its own. */
  readonly source?: string | undefined;
}

/** A KASME, from which a KeNB and the NHs of its handovers follow (TS 33.401, A.3 and A.4). */
export interface NamedKasme {
  readonly name: string;
  /** 32 octets. */
  readonly kasme: Uint8Array;
  /** 32 bits. */
  readonly uplinkNasCount: number;
  /** 6 octets. */
  readonly station?: Uint8Array | undefined;
  /** Where it came from: of keys with one source it is enough that one is right. Without it each is one of its own. */
  readonly source?: string | undefined;
}

/** What the caller knows of the keys of the LTE half. */
export interface LteKeys {
  readonly kenbs?: readonly NamedKenb[] | undefined;
  readonly kasmes?: readonly NamedKasme[] | undefined;
  /** EARFCN-DLs of cells, 0 to 262143: a handover command may leave out that of the target. */
  readonly earfcns?: readonly number[] | undefined;
}

/** A KeNB that a UE may have. */
export interface Kenb {
  /** The keys given that it is or follows from. */
  readonly roots: readonly object[];
  readonly name: string;
  readonly octets: Uint8Array;
  /** As hex. */
  readonly station: string | undefined;
  readonly pdcpUeId: number | undefined;
  /** As {@link NamedKenb.pci} and `source`, where it was given; undefined for one that was derived. */
  readonly pci: number | undefined;
  readonly source: string | undefined;
  /** EARFCN-DL of its cell, where it is known. */
  readonly earfcnDl: number | undefined;
  /** The {NH, NCC} pair of a UE whose KASME is known; NH is KeNB at first (TS 33.401, 7.2.8.1). */
  readonly nextHop: { readonly kasme: Uint8Array; readonly nh: Uint8Array; readonly ncc: number } | undefined;
}

/** The keys of SRBs under a KeNB, for 128-EIA2 and 128-EEA2, ready for use. */
export interface PdcpKeys {
  readonly integrity: PdcpKey;
  readonly ciphering: PdcpKey;
}

/** The KeNBs that a UE may have after a handover. */
export interface KenbsAfter {
  readonly kenbs: readonly Kenb[];
  /**
   * Whether the right one is among them: `assumed` if the only EARFCN-DL that was given is that of the target, which the command
   * does not name; `open` where nothing tells.
   */
  readonly whether: 'sure' | 'assumed' | 'open';
}

/** The KeNBs that were given. */
export interface KenbRing {
  /** Something is under a KeNB, or under a key that follows from it. */
  fits(kenb: Kenb): void;
  readonly given: readonly Kenb[];
  /** Those given for this UE by its WLAN address, as hex. */
  ofStation(station: string): readonly Kenb[];
  /** Those given with this UE id of PDCP. */
  ofUeId(ueId: number): readonly Kenb[];
  /** Those that the UE may have in this cell, by the source of `kenb`: none where that does not tell the cells of its KeNBs. */
  ofCell(kenb: Kenb, pci: number): readonly Kenb[];
  /** What follows from `kenb` with a handover (TS 33.401, 7.2.8.4). */
  after(kenb: Kenb, handover: HandoverCommand): KenbsAfter;
}

const NCC_VALUES = 8;
/** A carrier beyond this is in an extension that this does not read (TS 36.331, 6.3.4, maxEARFCN). */
const MAX_EARFCN = 65535;
/** No cell has a higher physical cell identity: one in an altered message is no cell's (TS 36.331, 6.3.4, PhysCellId). */
export const MAX_PCI = 503;

/** @param fitting is told of each key given that something is under, or under a key that follows from it */
export function kenbRing(keys: LteKeys, fitting: (given: object) => void = () => {}): KenbRing {
  const given: readonly Kenb[] = [
    ...(keys.kenbs ?? []).map(one => {
      const { name, kenb, station, pdcpUeId, pci, source } = one;
      return {
        roots: [one],
        name,
        octets: kenb,
        station: station && toHex(station),
        pdcpUeId,
        pci,
        source,
        earfcnDl: undefined,
        nextHop: undefined,
      };
    }),
    ...(keys.kasmes ?? []).map(one => {
      const { name, kasme, uplinkNasCount, station, source } = one;
      const octets = deriveKenb(kasme, uplinkNasCount);
      return {
        roots: [one],
        name: `KeNB of ${name}`,
        octets,
        station: station && toHex(station),
        pdcpUeId: undefined,
        pci: undefined,
        source,
        earfcnDl: undefined,
        nextHop: { kasme, nh: octets, ncc: 0 },
      };
    }),
  ];
  const indexBy = <K>(keyOf: (kenb: Kenb) => K | undefined): ReadonlyMap<K, readonly Kenb[]> => {
    const index = new Map<K, Kenb[]>();
    for (const kenb of given) {
      const key = keyOf(kenb);
      if (key === undefined) continue;
      const others = index.get(key);
      if (others === undefined) index.set(key, [kenb]);
      else others.push(kenb);
    }
    return index;
  };
  const byStation = indexBy(kenb => kenb.station);
  const byUeId = indexBy(kenb => kenb.pdcpUeId);
  const byOctets = indexBy(kenb => toHex(kenb.octets));

  /** The same KeNB, as it was given. */
  const sameAs = ({ octets }: Kenb): readonly Kenb[] => byOctets.get(toHex(octets)) ?? [];

  /** By the name under which it was given, if it was. */
  const named = (kenb: Kenb): Kenb => {
    const [same] = sameAs(kenb);
    if (same === undefined) return kenb;
    const roots = [...new Set([...kenb.roots, ...same.roots])];
    return { ...kenb, roots, name: same.name, station: kenb.station ?? same.station };
  };

  const ofCell = (kenb: Kenb, pci: number): readonly Kenb[] =>
    sameAs(kenb).flatMap(({ pci: own, station, source }) =>
      own === undefined || station === undefined
        ? []
        : byStation
            .get(station)!
            .filter(
              other =>
                other.pci === pci && other.source === source && !equalConstantTime(other.octets, kenb.octets),
            ),
    );

  const after = (kenb: Kenb, handover: HandoverCommand): KenbsAfter => {
    const { targetPci, nextHopChainingCount: ncc, keyChange } = handover;
    const stated = handover.earfcnDl === MAX_EARFCN ? undefined : handover.earfcnDl;
    const known = stated ?? kenb.earfcnDl;
    const earfcns = known === undefined ? [...new Set(keys.earfcns ?? [])] : [known];
    const { nextHop } = kenb;
    const steps =
      nextHop === undefined || ncc === undefined
        ? 0
        : (((ncc - nextHop.ncc) % NCC_VALUES) + NCC_VALUES) % NCC_VALUES;
    let nh = nextHop?.nh;
    for (let i = 0; i < steps; i++) nh = deriveNh(nextHop!.kasme, { syncInput: nh! });
    const base = steps === 0 ? kenb.octets : nh!;
    const kenbs = earfcns.map(earfcnDl =>
      named({
        ...kenb,
        name: `KeNB* from ${kenb.name}${known === undefined ? ` with EARFCN-DL ${earfcnDl}` : ''}`,
        octets: deriveKenbStar(base, { pci: targetPci, earfcnDl }),
        pdcpUeId: undefined,
        pci: undefined,
        source: undefined,
        earfcnDl,
        nextHop: nextHop && { kasme: nextHop.kasme, nh: nh!, ncc: ncc ?? nextHop.ncc },
      }),
    );
    // What follows from one that was given, and was given itself, is no guess.
    const confirmed = kenbs.filter(one => sameAs(one).length > 0);
    if (confirmed.length > 0) return { kenbs: confirmed, whether: 'sure' };
    // Without NH only what comes from KeNB itself is known: with the first NCC, which is 0 (7.2.8.1.1).
    const isOpen = keyChange === undefined || kenbs.length !== 1 || (nextHop === undefined && ncc !== 0);
    return { kenbs, whether: isOpen ? 'open' : known === undefined ? 'assumed' : 'sure' };
  };

  return {
    given,
    fits: ({ roots }) => {
      for (const root of roots) fitting(root);
    },
    ofStation: station => byStation.get(station) ?? [],
    ofUeId: ueId => byUeId.get(ueId) ?? [],
    ofCell,
    after: (kenb, handover) =>
      handover.keyChange || handover.targetPci > MAX_PCI
        ? { kenbs: [], whether: 'open' }
        : after(kenb, handover),
  };
}

const keysByKenb = new WeakMap<Kenb, PdcpKeys>();

/** KRRCint and KRRCenc (TS 33.401, A.7), derived once. */
export function pdcpKeysOf(kenb: Kenb): PdcpKeys {
  let keys = keysByKenb.get(kenb);
  if (keys === undefined) {
    const { integrity, ciphering } = rrcKeysOf(kenb.octets);
    keys = {
      integrity: { algorithm: AES_ALGORITHM, key: integrity },
      ciphering: { algorithm: AES_ALGORITHM, key: ciphering },
    };
    keysByKenb.set(kenb, keys);
  }
  return keys;
}

/** The S-KWTs that follow from KeNBs and a WT Counter (TS 33.401, A.16). */
export const deriveSKwts = (kenbs: readonly Kenb[], wtCounter: number): readonly SKwtCandidate[] =>
  kenbs.map(({ name, octets }) => ({ kenb: name, sKwt: deriveSKwt(octets, wtCounter) }));
