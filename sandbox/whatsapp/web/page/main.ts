import { pageModules } from './modules.js'
import { LinkedDevice } from './phone-link.js'

/** The page that stands in for web.whatsapp.com: WhatsApp's models by WhatsApp's names, and no looks at all. */
declare global {
  interface Window {
    Debug: { VERSION: string }
    require: (name: string) => unknown
  }
}

const device = new LinkedDevice()
window.require = pageModules(device)
window.Debug = { VERSION: '2.3000.1017054665' }
device.link.open()
