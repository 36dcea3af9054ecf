// The words of the tokens for programs, in Chinese.
import type { DeskWords } from '../en/desk.ts'

/** The part of the settings where tokens are made and revoked. */
export const tokens: DeskWords['tokens'] = {
  title: '程序用的令牌',
  text: '程序凭令牌通过 API 替你做事，权限不会超过你自己。它做过的事都会记入编辑记录。',
  none: '还没有程序持有令牌。',
  name: '程序名称',
  scopes: '允许它',
  scopeNames: {
    read: '读取草稿、各期和来源',
    save: '收藏链接',
    edit: '修改草稿和来源',
    subscribers: '查看订阅者',
    release: '发布或暂缓一期',
  },
  days: '有效天数',
  make: '生成令牌',
  made: name => `「${name}」的令牌`,
  once: '请立即复制：令牌只显示这一次，系统不会保存原文。',
  of: name => `属于 ${name}`,
  madeAt: '生成于',
  expires: '有效期至',
  expired: '已过期',
  lastUse: '最近使用',
  neverUsed: '尚未使用',
  revoke: '撤销',
  suggestedBy: name => `${name} 的程序建议的题记`,
  takeForeword: '用作题记',
  throwAway: '丢弃',
  invalid: '无法生成令牌：名称不能与你的其他令牌重复，至少选一项你自己也有的权限，天数为 1 到 365。什么也没有改动。',
}
