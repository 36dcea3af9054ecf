// The words about passkeys, in Chinese.
import type { DeskWords } from '../en/desk.ts'

/** The words about passkeys, key by key as in en/desk-passkeys.ts. */
export const passkeys: DeskWords['passkeys'] = {
  title: '通行密钥',
  text: '通行密钥用设备的指纹、面容或 PIN 登录编辑台，不需要验证码，并且只对本站有效。',
  signIn: '用通行密钥登录',
  impossible: origin => `这里不能使用：浏览器只在 https 域名或 localhost 上支持通行密钥，而编辑台的地址是 ${origin}。`,
  name: '名称',
  newName: '新通行密钥的名称，比如设备名（可不填）',
  add: '创建通行密钥',
  remove: '移除',
  created: '创建于',
  used: '最近使用',
  neverUsed: '还没有用过',
  needsScript: '通行密钥需要启用 JavaScript。',
  freshForPasskey: '创建前请重新登录',
  refusedTitle: '没有登记通行密钥',
  notRegistered: '操作超过了五分钟，或者已经登记过，或者不是为本站创建的。请在设置里重试。',
  notKnown: '这个通行密钥在这里无效，或者操作超过了五分钟。请重试，或换一种方式登录。',
}
