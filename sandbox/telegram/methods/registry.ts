import type { Method } from './call.js'
import { chatInfoMethods } from './chat-info.js'
import { editMethods } from './edit.js'
import { forumMethods } from './forum.js'
import { forwardMethods } from './forward.js'
import { pinMethods } from './pin.js'
import { profileMethods } from './profile.js'
import { type ReceiveOptions, receiveMethods } from './receive.js'
import { sendMethods } from './send.js'
import { sendMediaMethods } from './send-media.js'

export interface KnownMethod {
  /** As the Bot API spells it. */
  name: string
  run: Method
}

/** Every method the sandbox knows, by its name in lower case: the Bot API does not mind case. */
export function methodRegistry(options: ReceiveOptions): ReadonlyMap<string, KnownMethod> {
  const all = {
    ...profileMethods,
    ...receiveMethods(options),
    ...sendMethods,
    ...sendMediaMethods,
    ...editMethods,
    ...forwardMethods,
    ...pinMethods,
    ...chatInfoMethods,
    ...forumMethods,
  }
  return new Map(Object.entries(all).map(([name, run]) => [name.toLowerCase(), { name, run }]))
}
