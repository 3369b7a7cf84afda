import { type Names, onlyNames } from '../../codecs/check.js';
import { formatMac } from '../../codecs/dot11/mac.js';
import { radioNetworkCause } from '../../codecs/xwap/build/values.js';
import type { asn1 } from '../../codecs/xwap/index.js';
import { MILLISECOND } from '../engine/engine.js';
import type { Tamper } from '../engine/tamper.js';
import { checkDefaults, defineScenario, type Parameters, type Scenario, type ValuesOf } from '../scenario.js';
import { type Lte, type LteSetUp, setUpLte } from './lte.js';
import { durationOf, lteParameters } from './lte-parameters.js';
import { ms } from './wlan.js';

/** A UE of a scenario, and what may happen to it. */
export interface ScenarioUe {
  /** Its WLAN address, as measures and keys name it. */
  readonly station: string;
  /** When it starts, and LWA is set up for it: milliseconds from the start of the run. */
  readonly startMs: number;
  /**
   * The eNB hands it over to the other of the two cells, and refreshes its S-KWT there. As with {@link rekey}, what the eNB has begun for
   * the UE before ends first, and nothing happens while the UE is on its way to another eNB.
   * @throws RangeError before it has started
   */
  handOver(): void;
  /**
   * The eNB refreshes its S-KWT by a new WT Counter, without a handover.
   * @throws RangeError before it has started
   */
  rekey(): void;
  /** The WT asks the eNB to release it; nothing happens where the WT does not have it. @param cause reduce-load if left out */
  requireRelease(cause?: asn1.Cause): void;
  /** It is out of the reach of the WLAN from now on. */
  leaveWlan(): void;
}

/** The network of a scenario: two cells, a WT and UEs, each of which gets LWA as it starts. */
export interface ScenarioNetwork {
  readonly ues: readonly ScenarioUe[];
  /** Sets `action` to happen: milliseconds from the start of the run. */
  at(atMs: number, action: () => void): void;
  /** Sets `action` to happen to each UE, milliseconds after it has started. */
  afterStart(delayMs: number, action: (ue: ScenarioUe) => void): void;
  /** The WT hands out new group keys to all. */
  renewGroupKeys(): void;
}

/** How the network of a scenario differs from one with option 2, in which nothing goes wrong. */
export interface NetworkSetUp extends LteSetUp {
  /** The scenario's own faults. */
  readonly tamper?: Tamper | undefined;
}

const SET_UP: Names<LteSetUp> = {
  order: true,
  rrcDelayMs: true,
  keepsLwa: true,
  wtRekeys: true,
  ueReassociates: true,
  targetIsOtherEnb: true,
  refusals: true,
};

const networkOf = ({ at, wlan, decide, requireRelease }: Lte): ScenarioNetwork => {
  const ues = wlan.ues.map(
    ({ ue: { address }, start }, i): ScenarioUe => ({
      station: formatMac(address),
      startMs: start / MILLISECOND,
      handOver: () => decide(i, 'handover'),
      rekey: () => decide(i, 're-key'),
      requireRelease: (cause = radioNetworkCause('reduce-load')) => requireRelease(address, cause),
      leaveWlan: () => wlan.takeAway(i),
    }),
  );
  return {
    ues,
    at: (atMs, action) => at(ms(atMs), action),
    afterStart(delayMs, action) {
      wlan.ues.forEach(({ start }, i) => {
        at(start + ms(delayMs), () => action(ues[i]!));
      });
    },
    renewGroupKeys: () => wlan.wt.renewGroupKeys(),
  };
};

/**
 * A scenario with an eNB, a WT and UEs, for {@link simulate}. It has the parameters that all of these share, as `ues`, `uuDelayMs`
 * and `loss`, and `durationMs`, beside its own.
 * @throws EncodeError for a parameter in place of a shared one whose default is none of the values that the shared one takes
 */
export function defineLteScenario<const P extends Parameters = Record<never, never>>(scenario: {
  readonly name: string;
  readonly title: string;
  /** Its own; one with the name of a shared one takes the place of that. */
  readonly parameters?: P;
  /** The default of `durationMs`: milliseconds that the run lasts after the start of the last UE. */
  readonly durationMs: number;
  readonly expect: Scenario['expect'];
  /** What the network is like, once for each run. */
  readonly setUp?: (values: ValuesOf<P>) => NetworkSetUp;
  /** Sets what is to happen, before the run begins. */
  readonly play?: (network: ScenarioNetwork, values: ValuesOf<P>) => void;
}): Scenario {
  const { name, title, durationMs, expect } = scenario;
  const parameters = { ...lteParameters, ...scenario.parameters, ...durationOf(durationMs) };
  checkDefaults(parameters, lteParameters);
  return defineScenario({
    name,
    title,
    parameters: parameters as typeof lteParameters & ReturnType<typeof durationOf<number>>,
    expect,
    play(stage, values) {
      const own = values as unknown as ValuesOf<P>;
      const { tamper, ...setUp }: NetworkSetUp = scenario.setUp?.(own) ?? {};
      onlyNames('setUp', setUp, SET_UP);
      const lte = setUpLte({ ...stage, tamper: { ...tamper, ...stage.tamper } }, values, setUp);
      scenario.play?.(networkOf(lte), own);
      return lte.playFor(ms(values.durationMs));
    },
  });
}
