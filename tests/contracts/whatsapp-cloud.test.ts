import { cloudCapabilities } from '../../adapters/whatsapp/cloud/capabilities.js'
import { channelContract } from './channel-contract.js'
import { cloudOutside } from './whatsapp-cloud-outside.js'

channelContract({
  capabilities: cloudCapabilities,
  outside: cloudOutside,
  folder: 'adapters/whatsapp/cloud',
})
