// The words about passkeys, in Chinese as it is written in Taiwan.
import type { DeskWords } from '../en/desk.ts'

/** The words about passkeys, key by key as in en/desk-passkeys.ts. */
export const passkeys: DeskWords['passkeys'] = {
  title: '密碼金鑰',
  text: '密碼金鑰用裝置的指紋、臉部或 PIN 登入編輯臺，不需要驗證碼，並且只對本站有效。',
  signIn: '用密碼金鑰登入',
  impossible: origin => `這裡不能使用：瀏覽器只在 https 網域或 localhost 上支援密碼金鑰，而編輯臺的網址是 ${origin}。`,
  name: '名稱',
  newName: '新密碼金鑰的名稱，比如裝置名（可不填）',
  add: '建立密碼金鑰',
  remove: '移除',
  created: '建立於',
  used: '最近使用',
  neverUsed: '還沒有用過',
  needsScript: '密碼金鑰需要啟用 JavaScript。',
  freshForPasskey: '建立前請重新登入',
  refusedTitle: '沒有登記密碼金鑰',
  notRegistered: '操作超過了五分鐘，或者已經登記過，或者不是為本站建立的。請在設定裡重試。',
  notKnown: '這個密碼金鑰在這裡無效，或者操作超過了五分鐘。請重試，或換一種方式登入。',
}
