// The words of the draft's page and of the desk's script, in Chinese.
import type { Words } from '../en.ts'

/** What the draft's page says, key by key as in en/desk-draft.ts. */
export const draftPage: Words['desk']['draftPage'] = {
  placed: (title, place, places, section) => `${title}，「${section}」第 ${place} 篇，共 ${places} 篇`,
  isLeftOut: title => `${title}：未入选`,
  isHeld: title => `${title}：留到下一期`,
  savedAt: time => `${time} 已保存`,
  atWork: (editor, said, minutes) => (minutes < 1 ? `${editor} 刚刚${said}` : `${editor} ${minutes} 分钟前${said}`),
}

/** What the script says, key by key as in en/desk-draft.ts. */
export const script: Words['desk']['script'] = {
  notReached: '连不上服务器。内容没有丢失，会再次尝试。',
  tryAgain: '重试',
  failed: '没有成功。',
  close: '关闭',
  saved: '已保存',
  notSavedYet: '还没有保存：连不上服务器。你写的内容存在这个浏览器里，连上后会自动提交。',
  notSignedIn: '你还没有登录，所以什么也没有保存。你写的内容还在。',
  compare: '对比',
  unsaved: '你在「{title}」里写的内容还没有保存。',
  takeUp: '取回继续写',
  throwAway: '丢弃',
  news: '新到 {added} 篇，变动 {changed} 处',
  show: '查看',
}
