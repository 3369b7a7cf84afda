import { given, type Told } from '../given.js';
import { bits, flag, u16be, type ValueOf } from '../layout/index.js';

/**
 * Frame control (9.2.4.1). The standard numbers the bits of a little-endian integer; drawn octet by octet from
 * the most significant bit down they come in this order.
 */
export const FRAME_CONTROL_FIELD = /* @__PURE__ */ bits(u16be, {
  subtype: 4,
  type: 2,
  protocolVersion: 2,
  htcOrder: flag,
  protectedFrame: flag,
  moreData: flag,
  powerManagement: flag,
  retry: flag,
  moreFragments: flag,
  fromDs: flag,
  toDs: flag,
});

/** Frame control: the type (0 management, 1 control, 2 data, 3 extension), the subtype in it, and the flags. */
export type FrameControl = ValueOf<typeof FRAME_CONTROL_FIELD>;

/** The flags of frame control. */
export type FrameFlags = Omit<FrameControl, 'type' | 'subtype' | 'protocolVersion'>;

const MANAGEMENT = 0;
const CONTROL = 1;
const DATA = 2;

/** The frames whose body is decoded, by type and subtype (Table 9-1). */
export const SUBTYPES = {
  'association-request': [MANAGEMENT, 0],
  'association-response': [MANAGEMENT, 1],
  'reassociation-request': [MANAGEMENT, 2],
  'reassociation-response': [MANAGEMENT, 3],
  'probe-request': [MANAGEMENT, 4],
  'probe-response': [MANAGEMENT, 5],
  beacon: [MANAGEMENT, 8],
  atim: [MANAGEMENT, 9],
  disassociation: [MANAGEMENT, 10],
  authentication: [MANAGEMENT, 11],
  deauthentication: [MANAGEMENT, 12],
  action: [MANAGEMENT, 13],
  'action-no-ack': [MANAGEMENT, 14],
  'block-ack-request': [CONTROL, 8],
  'block-ack': [CONTROL, 9],
  'ps-poll': [CONTROL, 10],
  rts: [CONTROL, 11],
  cts: [CONTROL, 12],
  ack: [CONTROL, 13],
  'cf-end': [CONTROL, 14],
  data: [DATA, 0],
  null: [DATA, 4],
  'qos-data': [DATA, 8],
  'qos-null': [DATA, 12],
} as const satisfies Record<string, readonly [type: number, subtype: number]>;

/** What Table 9-1 calls a frame, in short. */
export type FrameName = keyof typeof SUBTYPES;

/** Frame control of a frame by its name, with the flags in `set` and all others clear. */
export function frameControl(name: FrameName, set: Told<FrameFlags> = {}): FrameControl {
  const [type, subtype] = SUBTYPES[name];
  return {
    subtype,
    type,
    protocolVersion: 0,
    htcOrder: false,
    protectedFrame: false,
    moreData: false,
    powerManagement: false,
    retry: false,
    moreFragments: false,
    fromDs: false,
    toDs: false,
    ...given(set),
  };
}
