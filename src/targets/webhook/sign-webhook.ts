// The signature of Standard Webhooks 1.0: HMAC-SHA256 over id, time and body.
import { createHmac } from 'node:crypto'

/**
 * The value of `webhook-signature`, one signature for each secret, so that a key can be changed without a gap. A secret is `whsec_` with
 * base64 of the key, or the key itself as text.
 */
export function signWebhook(
  secrets: readonly string[],
  { id, seconds, body }: { readonly id: string; readonly seconds: number; readonly body: string },
): string {
  return secrets
    .map(secret => {
      const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret
      return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
    })
    .join(' ')
}
