import { whatsAppWebCapabilities } from '../../adapters/whatsapp/web/capabilities.js'
import { channelContract } from './channel-contract.js'
import { whatsAppWebOutside } from './whatsapp-web-outside.js'

channelContract({
  capabilities: whatsAppWebCapabilities,
  outside: whatsAppWebOutside,
  folder: 'adapters/whatsapp/web',
})
