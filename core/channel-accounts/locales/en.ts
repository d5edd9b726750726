import type { Translated } from '../../texts.js'
import type { ru } from './ru.js'

export const en: Translated<typeof ru> = {
  phases: {
    starting: 'Starting',
    pairing: 'Waiting for a phone',
    syncing: 'Loading messages',
    ready: 'Working',
    disconnected: 'No connection',
    banned: 'Banned',
    stopped: 'Stopped',
    failed: 'Not working',
  },
  advice: {
    starting: 'This usually takes a few seconds.',
    pairing: 'Open WhatsApp on the phone, “Linked devices”, and point the camera at the code.',
    syncing: 'Wait a few minutes: messages come in after it, and what you send waits until then.',
    ready: '',
    disconnected: 'Otklik keeps trying. Nothing is lost: what waits to be sent goes out when it is back.',
    banned: 'The messenger has banned this number. Write to its support from this phone.',
    stopped: 'Nothing is received, and what is to be sent waits. Press “Start” to go on.',
    failed: 'Press “Start again”. If that does not help, look at the settings of the account.',
  },
  reasons: {
    'wrong-token': {
      what: 'The token does not work any more',
      advice:
        'Take a new one from @BotFather (/token) and paste it in the settings of the channel, or into .env where it is set there.',
    },
    'token-in-use': {
      what: 'Another program uses this bot or number',
      advice: 'Switch it off: only one can receive messages. Otklik goes on by itself.',
    },
    'webhook-refused': {
      what: 'The messenger cannot reach the webhook',
      advice: 'Check that PUBLIC_URL opens from outside over https with a valid certificate.',
    },
    network: {
      what: 'The messenger cannot be reached',
      advice: 'Check the internet connection of the server. Otklik keeps trying.',
    },
    'platform-down': {
      what: 'The messenger answers with errors',
      advice: 'It is their side. Otklik keeps trying.',
    },
    'logged-out': {
      what: 'The phone has disconnected Otklik',
      advice: 'Link the phone again: “Linked devices” in WhatsApp, the code on this page.',
    },
    'session-conflict': {
      what: 'This number is open in another WhatsApp Web',
      advice: 'Close the other window and press “Start again”.',
    },
    'browser-crashed': {
      what: 'The browser of the channel has closed',
      advice: 'Otklik opens it again. If it happens often, the server lacks memory.',
    },
    'browser-missing': {
      what: 'Chromium was not found',
      advice: 'Install Chromium on the server or set its path in CHROMIUM_PATH.',
    },
    restricted: {
      what: 'The messenger has restricted sending',
      advice: 'Wait, and do not write to strangers first: it is usually lifted within a day.',
    },
    banned: {
      what: 'The number is banned by the messenger',
      advice: 'Write to its support from this phone.',
    },
    'bad-settings': {
      what: 'The settings of the channel do not fit',
      advice: 'Open the settings of the channel and save them again.',
    },
    'secret-lost': {
      what: 'The token cannot be read: SESSION_SECRET has changed',
      advice: 'Bring the former SESSION_SECRET back or paste the token again.',
    },
    'no-process': {
      what: 'No process runs this channel',
      advice: 'Check that Otklik runs with the role channels.',
    },
    internal: {
      what: 'Internal error',
      advice: 'Otklik keeps trying. Details are in the log of the server.',
    },
  },
  alert: {
    down: '🔴 Channel “{{name}}”: {{what}}.\n{{advice}}',
    downWaiting_one: '{{count}} message waits to be sent.',
    downWaiting_other: '{{count}} messages wait to be sent.',
    back: '🟢 Channel “{{name}}” works again. It was down for {{duration}}.',
  },
  duration: {
    minutes_one: '{{count}} minute',
    minutes_other: '{{count}} minutes',
    hours_one: '{{count}} hour',
    hours_other: '{{count}} hours',
    moment: 'less than a minute',
  },
}
