import { defineFromParts } from '../legs/wlan-scenario.js';
import { keepM4 } from '../wlan/man-in-the-middle.js';

/** A negative example: a station that a repeated M3 makes use its packet numbers again. */
export const attackKeyReinstallation = defineFromParts({
  name: 'attack-key-reinstallation',
  title:
    'A man in the middle withholds M4: the WT repeats M3, and the UE installs the PTK again that is already in use',
  parameters: {
    reinstallsKeys: {
      value: true,
      says: 'whether the UE installs the PTK again when M3 is repeated; with false the attack fails',
      source:
        'CVE-2017-13077, which most stations had then: Vanhoef and Piessens, Key Reinstallation Attacks, 2017, 3.3',
    },
  },
  durationMs: 2000,
  expect: { outcome: 'associated', findings: ['key-reinstallation', 'pn-reuse'] },
  setUp: ({ reinstallsKeys }, { recorder }) => ({
    between: keepM4(recorder.note),
    flaws: { reinstallsKeys },
  }),
});
