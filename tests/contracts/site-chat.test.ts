import { capabilities } from '../../adapters/site-chat/capabilities.js'
import { channelContract } from './channel-contract.js'
import { siteOutside } from './site-chat-outside.js'

channelContract({ capabilities, outside: siteOutside, folder: 'adapters/site-chat' })
