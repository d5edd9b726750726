import { telegramCapabilities } from '../../adapters/telegram/capabilities.js'
import { channelContract } from './channel-contract.js'
import { telegramOutside } from './telegram-outside.js'

channelContract({
  capabilities: telegramCapabilities,
  outside: telegramOutside,
  folder: 'adapters/telegram',
})
