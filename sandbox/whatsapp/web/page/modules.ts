import type { WireMessage } from '../protocol.js'
import { RefusedByServer } from './link.js'
import {
  downloadAndMaybeDecrypt,
  getOrCreateMediaObject,
  OpaqueData,
  prepRawMedia,
  uploadMedia,
} from './media.js'
import { type ChatModel, MsgModel } from './models.js'
import type { LinkedDevice } from './phone-link.js'
import { MsgKey, type Wid, widOf } from './wid.js'

/** Fields of a message that are sent; the rest belongs to the page. */
const sentFields = [
  'type',
  'body',
  'caption',
  'directPath',
  'mimetype',
  'filename',
  'size',
  'duration',
  'lat',
  'lng',
  'loc',
  'vcardFormattedName',
  'quotedStanzaID',
  'quotedMsg',
] as const

/** WhatsApp's own modules, as far as the library asks for them. An unknown name throws, as in the real page. */
export function pageModules(device: LinkedDevice): (name: string) => unknown {
  const { link, socket, conn, cmd, messages, chats } = device

  const send = (chat: ChatModel, fields: Record<string, unknown>): [Promise<void>, Promise<object>] => {
    const model = new MsgModel(fields)
    messages.put(model)
    chat.change({ t: model.t })
    return [Promise.resolve(), deliver(model)]
  }

  const deliver = async (model: MsgModel): Promise<object> => {
    const wire = {
      ...Object.fromEntries(
        sentFields.filter((name) => model[name] !== undefined).map((name) => [name, model[name]]),
      ),
      id: model.id.toWire(),
      t: model.t,
      ack: 0,
      from: model.from._serialized,
      to: model.to._serialized,
      ...(model.quotedParticipant ? { quotedParticipant: (model.quotedParticipant as Wid)._serialized } : {}),
    } as WireMessage
    try {
      const { broken } = await link.ask<{ broken: boolean }>({ what: 'send', message: wire })
      if (model.ack < 1) model.change({ ack: 1 })
      if (broken) model.breakOnce()
      return { messageSendResult: 'OK' }
    } catch (error) {
      if (!(error instanceof RefusedByServer)) throw error
      model.change({ ack: -1 })
      return { messageSendResult: 'ERROR_UNKNOWN' }
    }
  }

  const exists = async (wid: Wid) =>
    (await link.ask<{ name: string } | null>({ what: 'exists', wid: wid._serialized })) ?? undefined

  const findOrCreateLatestChat = async (wid: Wid) => {
    const found = await exists(wid)
    if (!found) return undefined
    return { chat: chats.put({ id: wid._serialized, name: found.name, t: 0 }) }
  }

  const loadEarlierMsgs = async ({ chat }: { chat: ChatModel }) => {
    const [oldest] = messages.of(chat.id)
    const earlier = await link.ask<WireMessage[]>({
      what: 'earlier',
      wid: chat.id._serialized,
      before: oldest?.t ?? Number.MAX_SAFE_INTEGER,
    })
    const fresh = earlier
      .map((one) => MsgModel.fromWire(one, false))
      .filter((model) => !messages.get(model.id))
    return fresh.map((model) => messages.put(model))
  }

  const chatState = (state: 'composing' | 'recording' | 'paused') => (wid: Wid) =>
    link.ask({ what: 'chat-state', wid: wid._serialized, state })

  Object.assign(socket, {
    logout: () => link.ask({ what: 'logout' }),
    takeover: () => link.ask({ what: 'takeover' }),
  })
  Object.assign(conn, {
    serialize: () => ({ pushname: conn.pushname, platform: conn.platform, ref: conn.ref }),
  })
  Object.assign(cmd, {
    refreshQR: () => link.ask({ what: 'refresh-qr' }),
    sendRevokeMsgs: (_chat: ChatModel, { list }: { list: MsgModel[] }) =>
      Promise.all(list.map((model) => link.ask({ what: 'revoke', key: model.id._serialized }))),
    sendDeleteMsgs: async () => undefined,
  })
  const contactMethods = Object.fromEntries(
    ['IsMe', 'IsGroup', 'VerifiedName', 'VerifiedLevel', 'StatusMute', 'IsEnterprise'].map((name) => [
      `get${name}`,
      () => undefined,
    ]),
  )
  const nameOf = (contact: { pushname: string }) => contact.pushname
  // biome-ignore lint/complexity/noBannedTypes: WhatsApp's modules are of every shape
  const modules: Record<string, object | Function> = {
    WAWebSocketModel: { Socket: socket },
    WAWebCmd: { Cmd: cmd },
    WAWebConnModel: { Conn: conn },
    WAWebOfflineHandler: {
      OfflineMessageHandler: { getOfflineDeliveryProgress: () => device.progress },
    },
    WAWebAltDeviceLinkingApi: {
      setPairingType: () => undefined,
      initializeAltDeviceLinking: async () => undefined,
      initializeQRLinking: async () => undefined,
      startAltLinkingFlow: (phone: string) => link.ask<string>({ what: 'pairing-code', phone }),
    },
    WAWebLaunchSocketUtils: { refreshQR: () => link.ask({ what: 'refresh-qr' }) },
    WABase64: { encodeB64: (data: Uint8Array) => btoa(String.fromCharCode(...data)) },
    WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: 'chrome' },
    WAWebAdvSignatureApi: {},
    WAWebUserPrefsInfoStore: {
      waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: new Uint8Array(32) } }) },
    },
    WAWebSignalStoreApi: {
      waSignalStore: {
        getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: new Uint8Array(32) } }),
      },
    },
    WAWebUserPrefsMultiDevice: { getADVSecretKey: () => 'secret' },
    WAWebUserPrefsMeUser: { getMaybeMePnUser: () => device.me, getMaybeMeLidUser: () => undefined },
    WAWebMiscBrowserUtils: { info: () => ({ os: 'Linux', name: 'Chrome' }) },
    WAWebSyncGatingUtils: {},
    WAWebCallCollection: {},
    WAWebAddonReactionTableMode: { reactionTableMode: device.reactionTable },
    WAWebAddonPollVoteTableMode: { pollVoteTableMode: { bulkUpsert: async () => undefined } },
    WAWebBackendJobsCommon: { mediaTypeFromProtobuf: () => null },
    WAWebE2EProtoUtils: { typeAttributeFromProtobuf: () => 'text' },
    WAWebCollections: {
      Msg: messages,
      Chat: chats,
      Contact: {
        get: (id: unknown) => device.contactOf(widOf(id)),
        find: async (id: unknown) => device.contactOf(widOf(id)),
        getModelsArray: () => [...device.contacts.values()],
      },
      Blocklist: { get: () => undefined },
      BusinessProfile: { find: async () => ({}) },
      GroupMetadata: { update: async () => undefined },
    },
    WAWebWidFactory: {
      createWid: (text: unknown) => widOf(text),
      createWidFromWidLike: (like: unknown) => widOf(like),
      asUserWidOrThrow: (like: unknown) => widOf(like),
    },
    WAWebFindChatAction: { findOrCreateLatestChat },
    WAWebChatGetters: {
      getIsNewsletter: (chat: ChatModel) => chat.id.isNewsletter(),
      getIsBroadcast: (chat: ChatModel) => chat.id.isStatus(),
    },
    WAWebChatLoadMessages: { loadEarlierMsgs },
    WAWebMsgKey: MsgKey,
    WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
    WAWebSendMsgChatAction: { addAndSendMsgToChat: send },
    WAWebSendMessageEditAction: {
      sendMessageEdit: (model: MsgModel, body: string) =>
        link.ask({ what: 'edit', key: model.id._serialized, body }),
    },
    WAWebMsgActionCapability: {
      canSenderRevokeMsg: (model: MsgModel) => model.id.fromMe,
      canAdminRevokeMsg: () => false,
      canEditText: (model: MsgModel) => model.id.fromMe && model.type === 'chat',
      canEditCaption: (model: MsgModel) => model.id.fromMe && model.caption !== undefined,
    },
    WAWebMsgReply: { canReplyMsg: () => true },
    WAWebStreamModel: { Stream: { markAvailable: () => undefined, markUnavailable: () => undefined } },
    WAWebUpdateUnreadChatAction: {
      sendSeen: ({ chat }: { chat: ChatModel }) => link.ask({ what: 'seen', wid: chat.id._serialized }),
    },
    WAWebLinkPreviewChatAction: { getLinkPreview: async () => null },
    WALinkify: { findLink: () => undefined, findLinks: () => [] },
    WAWebQueryExistsJob: {
      queryWidExists: async (wid: Wid) => ((await exists(wid)) ? { wid: wid.toJSON() } : undefined),
    },
    WAWebContactGetters: {
      ...contactMethods,
      getIsUser: () => true,
      getIsWAContact: () => true,
      getUserid: (contact: { id: Wid }) => contact.id.user,
      getName: nameOf,
      getShortName: nameOf,
      getPushname: nameOf,
    },
    WAWebFrontendContactGetters: { getIsMyContact: () => false },
    WAWebApiContact: {
      getAlternateUserWid: () => undefined,
      getPhoneNumber: (lid: Wid) => device.numbers.get(lid._serialized),
    },
    WAWebLidMigrationUtils: { toPn: (wid: unknown) => wid },
    WAWebChatStateBridge: {
      sendChatStateComposing: chatState('composing'),
      sendChatStateRecording: chatState('recording'),
      sendChatStatePaused: chatState('paused'),
    },
    WAWebVcardParsingUtils: { parseVcard: (text: string) => ({ text }) },
    WAWebVcardGetNameFromParsed: {
      vcardGetNameFromParsed: ({ text }: { text: string }) => /^FN:(.*)$/m.exec(text)?.[1]?.trim() ?? '',
    },
    WAWebMediaOpaqueData: OpaqueData,
    WAWebPrepRawMedia: { prepRawMedia },
    WAWebMediaStorage: { getOrCreateMediaObject },
    WAWebMmsMediaTypes: {
      msgToMediaType: ({ type }: { type: string }) => type,
      castToV4: (type: string) => type,
    },
    WAWebMediaDataUtils: { shouldUseMediaCache: () => false },
    WAWebMediaInMemoryBlobCache: { InMemoryMediaBlobCache: { put: () => undefined } },
    WAWebMediaMmsV4Upload: { uploadMedia, uploadUnencryptedMedia: uploadMedia },
    WAWebDownloadManager: { downloadManager: { downloadAndMaybeDecrypt } },
  }
  return (name) => {
    const found = modules[name]
    if (!found) throw new Error(`Requiring unknown module "${name}"`)
    return found
  }
}
