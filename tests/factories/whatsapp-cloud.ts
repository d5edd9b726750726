import type { CloudSandbox } from '../../sandbox/whatsapp-cloud/cloud-sandbox.js'

/** Settings of an app that speaks to this sandbox. */
export function whatsAppEnv({ account }: CloudSandbox, apiRoot: string): Record<string, string> {
  return {
    WHATSAPP_PROVIDER: 'cloud',
    WHATSAPP_CLOUD_TOKEN: account.token,
    WHATSAPP_CLOUD_PHONE_ID: account.phoneId,
    WHATSAPP_CLOUD_APP_SECRET: account.appSecret,
    WHATSAPP_CLOUD_VERIFY_TOKEN: account.verifyToken,
    WHATSAPP_CLOUD_BUSINESS_ID: account.businessId,
    WHATSAPP_CLOUD_API_ROOT: apiRoot,
  }
}
